import path from 'node:path';
import type { Architecture } from '../model/layer';
import { tensorsOf } from '../model/tensorRules';
import type { EngineName } from '../protocol/engine';
import type { StepChoice } from '../protocol/recipe';
import { UserError } from '../protocol/userError';
import { CompiledNetwork, type CompiledNetworkOptions } from './compiled/compiledNetwork';
import { GraphRefusal } from './compiled/graphSession';
import { checkedStateDict, checkTensors, counterName, countersOf } from './eager/stateDict';
import { EagerNetwork } from './eager/eagerNetwork';
import { initialValues } from './initialise';
import { readInt64Scalar } from './int64Scalar';
import { bytesOf } from '../formats/bytesOf';
import { isOutOfMemory } from './outOfMemory';
import { readSafetensors, type TensorData, type TensorMap } from './safetensors';
import type { TrainableNetwork } from './trainableNetwork';
import { readWeightsHeader, withFile } from './weights/weightsHeader';

/** Where a network's first weights come from, and how it trains. */
export interface NetworkSource extends Omit<CompiledNetworkOptions, 'values' | 'batchesSeen'> {
  /** A file, or the state itself. */
  readonly weights: string | { readonly state: TensorMap; readonly name: string } | undefined;
  /** The last layer starts from the seed whatever the weights have; left out: from them. */
  readonly newHead?: boolean | undefined;
  /** Of what does not start from weights. */
  readonly seed: number;
  readonly engine: EngineName;
  readonly step: StepChoice;
}

/** A network ready to train or predict, and how its steps are carried out. */
export interface OpenedNetwork {
  readonly network: TrainableNetwork;
  readonly step: Exclude<StepChoice, 'auto'>;
  /** Why it is operation by operation, in one sentence; empty where that was asked for, and for one graph. */
  readonly detail: string;
  /** Whether the network has taken over the images that were given to keep. */
  readonly keepsImages: boolean;
}

/** The engines that can run a whole step as one graph: TensorFlow's own library. */
const graphEngines: readonly EngineName[] = ['tensorflow', 'tensorflow-gpu'];

/** Opens a network on the started engine: as one graph where the engine can, else operation by operation. */
export async function openNetwork(architecture: Architecture, source: NetworkSource): Promise<OpenedNetwork> {
  const { engine, step } = source;
  if (step === 'eager') return openEager(architecture, source, '');
  if (!graphEngines.includes(engine)) return withoutGraph(architecture, source);
  const onGpu = engine === 'tensorflow-gpu';
  try {
    const options = await optionsOf(architecture, source);
    const placed = onGpu ? ({ device: 'gpu' } as const) : ({ device: 'cpu', kept: undefined } as const);
    return {
      network: await CompiledNetwork.open(architecture, { ...options, ...placed, seed: source.seed }),
      step: 'compiled',
      detail: '',
      keepsImages: onGpu && source.kept !== undefined,
    };
  } catch (error) {
    if (step === 'compiled' || needsGraph(source) || !isRefusal(error)) throw error;
    return openEager(architecture, source, error.message);
  }
}

/** Whether TensorFlow does not take a graph as such; where memory ran out, op by op would need no less. */
function isRefusal(error: unknown): error is GraphRefusal {
  return error instanceof GraphRefusal && !isOutOfMemory(error.message);
}

/** Op by op everything is float32. */
function needsGraph({ precision = 'float32' }: NetworkSource): boolean {
  return precision !== 'float32';
}

async function withoutGraph(architecture: Architecture, source: NetworkSource): Promise<OpenedNetwork> {
  if (needsGraph(source))
    throw new UserError(
      `The engine "${source.engine}" trains in float32 only: choose the engine "tensorflow", or --precision float32.`,
      'usage',
    );
  const reason = `The engine "${source.engine}" runs a step op by op: one graph needs TensorFlow's own library`;
  if (source.step === 'compiled')
    throw new UserError(`${reason}; choose the engine "tensorflow", or op by op.`, 'usage');
  return openEager(architecture, source, `${reason}.`);
}

async function openEager(architecture: Architecture, source: NetworkSource, detail: string): Promise<OpenedNetwork> {
  const network = new EagerNetwork(architecture, { ...(await optionsOf(architecture, source)), seed: source.seed });
  return { network, step: 'eager', detail, keepsImages: false };
}

async function optionsOf(
  architecture: Architecture,
  { weights, seed, newHead = false, ...options }: NetworkSource,
): Promise<CompiledNetworkOptions> {
  if (weights === undefined) return { values: initialValues(architecture, seed), ...options };
  const head = newHead ? headOf(architecture, seed) : noTensors;
  const tensors = typeof weights === 'string' ? await readFitting(architecture, weights, head) : weights.state;
  const name = typeof weights === 'string' ? path.basename(weights) : weights.name;
  const values = checkedStateDict(architecture, tensors, name);
  return { values, batchesSeen: batchesSeen(architecture, tensors), ...options };
}

/** Reads a file once its header says that it fits; `instead` stands for the file's tensors of the same names. */
async function readFitting(architecture: Architecture, file: string, instead: TensorMap): Promise<TensorMap> {
  await withFile(file, async (opened) => {
    const { entries } = await readWeightsHeader(opened);
    const shapes = entries.map(({ name, shape }) => [name, { shape }] as const);
    checkTensors(architecture, new Map<string, Pick<TensorData, 'shape'>>([...shapes, ...instead]), opened.name);
  });
  return new Map([...(await readSafetensors(file)), ...instead]);
}

const noTensors: TensorMap = new Map();

/** The last layer's tensors as they start. */
function headOf(architecture: Architecture, seed: number): TensorMap {
  const values = initialValues(architecture, seed);
  const specs = architecture.layers.slice(-1).flatMap((layer) => tensorsOf(layer));
  return new Map(
    specs.map(({ name, shape }) => [
      name,
      { dtype: 'F32', shape, bytes: bytesOf(values.get(name) ?? new Float32Array()) },
    ]),
  );
}

/** The int64 counters that a file has; they may be missing. */
export function batchesSeen(architecture: Architecture, tensors: TensorMap): ReadonlyMap<string, number> {
  return new Map(
    countersOf(architecture).flatMap((layer): [string, number][] => {
      const seen = readInt64Scalar(tensors.get(counterName(layer)));
      return seen === undefined ? [] : [[counterName(layer), seen]];
    }),
  );
}
