import path from 'node:path';
import * as z from 'zod';
import { count, epochResult, rateChange } from '../protocol/epochSchema';
import { networkChanges } from '../protocol/networkOptions';
import { plainRecipe } from '../protocol/recipe';
import type { EpochResult, RateChange, TrainOptions } from '../protocol/run';
import { UserError } from '../protocol/userError';
import { readSafetensorsWhole, writeSafetensors, type TensorMap } from './safetensors';
import type { EpochSums } from './stepBuffer';

/** How far a run has come. */
export interface Progress {
  /** The epoch that comes next or goes on, from 1. */
  readonly epoch: number;
  /** Batches of it that are done, and the sums over them. */
  readonly batches: number;
  readonly sums: EpochSums;
  /** Of the whole run. */
  readonly steps: number;
  /** The finished epochs. */
  readonly epochs: readonly EpochResult[];
  /** The base rate in effect, where it is another than the options'. */
  readonly rate?: RateChange | undefined;
}

/** Everything that a run needs to go on as if it had never stopped. */
export interface Checkpoint {
  readonly progress: Progress;
  /** Parameters, buffers and counters. */
  readonly state: TensorMap;
  readonly optimizer: TensorMap;
}

/** A run at its very beginning. */
export const freshProgress: Progress = {
  epoch: 1,
  batches: 0,
  sums: { loss: 0, correct: 0, images: 0 },
  steps: 0,
  epochs: [],
};

const format = 'resnet-inspector-checkpoint-1';
const prefixes = { state: 'model.', optimizer: 'optimizer.' } as const;

const progressSchema: z.ZodType<Progress> = z.object({
  epoch: count.min(1),
  batches: count,
  sums: z.object({ loss: z.number(), correct: z.number(), images: count }),
  steps: count,
  epochs: z.array(epochResult),
  rate: rateChange.optional(),
});

/** The options that decide how a run goes on; the others may change when it is resumed. */
const deciding = [
  ...['model', 'network', ...networkChanges],
  ...['data', 'classes', 'limitTrain', 'batchSize', 'seed'],
  ...['optimizer', 'learningRate', 'momentum', 'weightDecay', 'lrScheduler', 'lrStepSize', 'lrGamma'],
  ...['lrWarmupEpochs', 'lrWarmupDecay', 'labelSmoothing', 'randomCrop', 'randomHorizontalFlip', 'precision'],
] as const satisfies readonly (keyof TrainOptions)[];

/** Writes a checkpoint in one step: a fault leaves the one before it. */
export async function writeCheckpoint(file: string, checkpoint: Checkpoint, options: TrainOptions): Promise<void> {
  const { progress } = checkpoint;
  const state = prefixed(checkpoint.state, prefixes.state);
  const optimizer = prefixed(checkpoint.optimizer, prefixes.optimizer);
  const texts = { format, progress: JSON.stringify(progress), options: JSON.stringify(decided(options)) };
  await writeSafetensors(file, new Map([...state, ...optimizer]), texts);
}

/** Reads a checkpoint, or says in a sentence why a run with these options can't go on from it. */
export async function readCheckpoint(file: string, options: TrainOptions): Promise<Checkpoint> {
  const name = path.basename(file);
  const { tensors, metadata } = await readSafetensorsWhole(file);
  if (metadata['format'] !== format)
    throw new UserError(`${name} is no checkpoint of a run: resume from the checkpoint.safetensors in a run's folder.`);
  const progress = progressSchema.safeParse(parsed(metadata['progress']));
  if (!progress.success) throw new UserError(`${name} does not say how far its run had come; train anew.`);
  requireSame(parsed(metadata['options']), options, name);
  requireMore(progress.data, options);
  return {
    progress: progress.data,
    state: withPrefix(tensors, prefixes.state),
    optimizer: withPrefix(tensors, prefixes.optimizer),
  };
}

function decided(options: TrainOptions): Readonly<Record<string, unknown>> {
  return Object.fromEntries(deciding.map((name) => [name, options[name] ?? null]));
}

function requireSame(saved: unknown, options: TrainOptions, file: string): void {
  const before: Readonly<Record<string, unknown>> = {
    ...plainRecipe, // what an older version did not write was not done
    ...z.record(z.string(), z.unknown()).safeParse(saved).data,
  };
  for (const [name, now] of Object.entries(decided(options))) {
    const [old, wanted] = [JSON.stringify(before[name] ?? null), JSON.stringify(now)];
    if (old === wanted) continue;
    throw new UserError(
      `${file} belongs to a run with ${name} ${old}, not ${wanted}: resume it with the run's own options.`,
      'usage',
    );
  }
}

function requireMore({ epoch }: Progress, { epochs }: TrainOptions): void {
  if (epoch <= epochs) return;
  throw new UserError(`The run has finished its ${epochs} epochs: give it more with --epochs.`, 'usage');
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function prefixed(tensors: TensorMap, prefix: string): TensorMap {
  return new Map([...tensors].map(([name, tensor]) => [`${prefix}${name}`, tensor]));
}

function withPrefix(tensors: TensorMap, prefix: string): TensorMap {
  const own = [...tensors].filter(([name]) => name.startsWith(prefix));
  return new Map(own.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}
