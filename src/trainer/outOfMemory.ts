import { freemem } from 'node:os';
import { analyze } from '../model/analyze';
import type { Architecture } from '../model/layer';
import type { EngineName } from '../protocol/engine';
import type { TrainOptions } from '../protocol/run';
import { UserError } from '../protocol/userError';
import { slotNames } from './eager/optimizer';
import { cardInUse } from './engines/cuda/explainCuda';
import { askNvidia } from './engines/cuda/nvidia';

/** What a training step needs memory for. */
export interface MemoryNeed {
  readonly architecture: Architecture;
  readonly options: Pick<TrainOptions, 'batchSize' | 'optimizer' | 'momentum' | 'weightDecay'>;
}

/** Of what the card has, the share that one process can count on. */
const usable = 0.9;

/** Each activation is kept for the backward pass and has a gradient; batch norm and workspaces take as much again. */
const copiesOfActivations = 3;

/** Whether an engine's words say that memory ran out. */
export function isOutOfMemory(words: string): boolean {
  return /OOM when allocating|RESOURCE_EXHAUSTED|resource exhausted|out of memory|failed to allocate|bad_alloc|Array buffer allocation failed/i.test(words); // prettier-ignore
}

/** Bytes that training takes at a batch size, estimated from the accounting: parameters, gradients and slots, and activations. */
export function trainingBytes({ architecture, options }: MemoryNeed, batchSize: number): number {
  const { params, activationBytes } = analyze(architecture).totals;
  const slots = slotNames({ ...options, kind: options.optimizer }).length;
  return 4 * params * (2 + slots) + copiesOfActivations * activationBytes * batchSize;
}

/** The largest power of two below the batch size that would fit into so many bytes; 0: none would. */
export function fittingBatch(need: MemoryNeed, memoryBytes: number): number {
  const smaller = 2 ** Math.ceil(Math.log2(need.options.batchSize) - 1);
  for (let batch = smaller; batch >= 1; batch /= 2)
    if (trainingBytes(need, batch) <= usable * memoryBytes) return batch;
  return 0;
}

/** An engine's failure as a sentence where memory ran out, else as it is. */
export async function explainFailure(error: unknown, need: MemoryNeed, engine: EngineName): Promise<unknown> {
  return error instanceof Error && isOutOfMemory(error.message) ? await outOfMemory(need, engine) : error;
}

/** One sentence for a step or a network that found no memory: how much there is, and the batch size that would fit. */
export async function outOfMemory(need: MemoryNeed, engine: EngineName): Promise<UserError> {
  const { batchSize } = need.options;
  const { bytes, of } = await memoryOf(engine);
  const batch = fittingBatch(need, bytes);
  const advice =
    batch === 0 ? 'no batch of this network would fit, train a smaller one' : `train with --batch-size ${batch}, which should fit`; // prettier-ignore
  return new UserError(
    `The memory of ${of} (${(bytes / 1e9).toFixed(1)} GB) is too small for batches of ${batchSize}: ${advice}; nothing was changed by it.`,
  );
}

async function memoryOf(engine: EngineName): Promise<{ readonly bytes: number; readonly of: string }> {
  const machine = engine === 'tensorflow-gpu' ? await askNvidia() : undefined;
  const gpu = machine === undefined ? undefined : cardInUse(machine);
  if (gpu !== undefined) return { bytes: gpu.memoryBytes, of: gpu.name };
  return { bytes: freemem() + process.memoryUsage().rss, of: 'this machine' };
}
