import { elements, type Shape } from '../../model/layer';
import type { NetworkOptions } from '../../protocol/networkOptions';
import { readNetworkNote } from '../../protocol/recognition/networkNote';
import { fitNamed, recognise } from '../../protocol/recognition/recognise';
import { UserError } from '../../protocol/userError';
import type { OpenedWeights, WeightsRequest } from '../../protocol/weights';
import { shownName, type DType } from '../safetensorsTensor';
import { readWeightsHeader, withFile, type WeightsHeader } from './weightsHeader';

/** Reads a file's header and says whose weights it has; a sentence where they belong to no network known here. */
export async function openWeights({ file, network }: WeightsRequest): Promise<OpenedWeights> {
  return withFile(file, async (opened) => describe(opened.name, await readWeightsHeader(opened), network));
}

function describe(file: string, header: WeightsHeader, network: NetworkOptions | undefined): OpenedWeights {
  const { entries, metadata, bytes } = header;
  const shapes = new Map(entries.map(({ name, shape }): [string, Shape] => [name, shape]));
  const note = readNetworkNote(metadata);
  const hints = { name: file.replace(/\.safetensors$/, ''), ...note };
  const found = network === undefined ? recognise(shapes, hints) : fitNamed(shapes, network);
  if ('fault' in found)
    throw new UserError(
      network === undefined
        ? `${file} has the weights of no network known here: ${found.fault}.`
        : `${file} does not have the weights of ${network.model}: ${found.fault}.`,
    );
  refuseWholeNumbers(file, header);
  const names = note.classes?.length === found.classes ? note.classes : undefined;
  const sum = entries.reduce((total, { shape }) => total + elements(shape), 0);
  return { network: found, classNames: names, tensors: entries.length, elements: sum, bytes };
}

/** What a network's numbers may be stored as. */
export const floatTypes: readonly DType[] = ['F64', 'F32', 'F16', 'BF16'];

function refuseWholeNumbers(file: string, { entries }: WeightsHeader): void {
  const wrong = entries.find(
    ({ name, dtype }) => !name.endsWith('.num_batches_tracked') && !floatTypes.includes(dtype),
  );
  if (wrong === undefined) return;
  const { name, dtype } = wrong;
  throw new UserError(
    `Tensor ${shownName(name)} in ${file} holds ${dtype}, where one of ${floatTypes.join(', ')} is needed; save it as F32.`,
  );
}
