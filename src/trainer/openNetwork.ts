import path from 'node:path';
import type { Architecture } from '../model/layer';
import { countersOf, counterName, checkedStateDict } from './eager/stateDict';
import { EagerNetwork } from './eager/eagerNetwork';
import type { OptimizerOptions } from './eager/optimizer';
import { initialValues } from './initialise';
import { readSafetensors, type TensorMap } from './safetensors';

/** Where a network's first weights come from. */
export interface NetworkSource {
  readonly weights: string | undefined;
  /** Used where no weights are given. */
  readonly seed: number;
  readonly optimizer: OptimizerOptions;
}

/** A network ready to train or predict on the started engine. */
export async function openNetwork(
  architecture: Architecture,
  { weights, seed, optimizer }: NetworkSource,
): Promise<EagerNetwork> {
  if (weights === undefined)
    return new EagerNetwork(architecture, { values: initialValues(architecture, seed), optimizer });
  const tensors = await readSafetensors(weights);
  const values = checkedStateDict(architecture, tensors, path.basename(weights));
  return new EagerNetwork(architecture, { values, batchesSeen: batchesSeen(architecture, tensors), optimizer });
}

/** The int64 counters that a file has; they may be missing. */
function batchesSeen(architecture: Architecture, tensors: TensorMap): ReadonlyMap<string, number> {
  return new Map(
    countersOf(architecture).flatMap((layer): [string, number][] => {
      const tensor = tensors.get(counterName(layer));
      if (tensor?.dtype !== 'I64' || tensor.bytes.length !== 8) return [];
      return [
        [counterName(layer), Number(new DataView(tensor.bytes.buffer, tensor.bytes.byteOffset).getBigInt64(0, true))],
      ];
    }),
  );
}
