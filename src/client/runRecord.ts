import * as z from 'zod';
import { engineNames } from '../protocol/engine';
import type { EpochResult, RunStart, TrainOptions } from '../protocol/run';
import type { RunState } from '../protocol/viewContract';

/** What `run.json` holds; `metrics.jsonl` and `weights.safetensors` lie beside it. */
export interface RunRecord {
  /** Of this file's layout. */
  readonly format: 1;
  readonly id: string;
  readonly title: string;
  readonly options: TrainOptions;
  readonly state: RunState;
  /** Why it was stopped or failed, in one sentence. */
  readonly reason?: string | undefined;
  readonly start?: RunStart | undefined;
  readonly epochs: readonly EpochResult[];
  /** ISO 8601, as all times here. */
  readonly created: string;
  readonly finished?: string | undefined;
  /** The process that writes it: a run that goes on while this process is gone was interrupted. */
  readonly writer: number;
}

/** JSON has no NaN: it is written as null. */
const measured = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);

const count = z.number().int().nonnegative();

const options = z.object({
  model: z.string(),
  plain: z.boolean(),
  bias: z.boolean(),
  shortcut: z.enum(['A', 'B']).optional(),
  data: z.string(),
  classes: z.array(z.string()).optional(),
  epochs: count,
  batchSize: count,
  optimizer: z.enum(['adam', 'sgd']),
  learningRate: z.number(),
  momentum: z.number(),
  weightDecay: z.number(),
  seed: z.number(),
  limitTrain: count.optional(),
  limitTest: count.optional(),
  engine: z.enum([...engineNames, 'auto']),
  weights: z.string().optional(),
  liveMetrics: z.boolean(),
});

const start = z.object({
  engine: z.enum(engineNames),
  engineDetail: z.string(),
  passedOver: z.array(z.object({ engine: z.enum(engineNames), reason: z.string() })),
  data: z.string(),
  model: z.string(),
  input: z.array(count),
  classes: z.array(z.string()),
  params: count,
  trainImages: count,
  testImages: count,
  stepsPerEpoch: count,
  epochs: count,
  batchSize: count,
  tensors: z.array(z.string()),
  blocks: z.array(z.string()),
});

const epoch = z.object({
  epoch: count,
  step: count,
  trainLoss: measured,
  trainAccuracy: measured,
  testLoss: measured,
  testAccuracy: measured,
  seconds: measured,
});

const record: z.ZodType<RunRecord> = z.object({
  format: z.literal(1),
  id: z.string(),
  title: z.string(),
  options,
  state: z.enum(['starting', 'running', 'done', 'stopped', 'failed']),
  reason: z.string().optional(),
  start: start.optional(),
  epochs: z.array(epoch),
  created: z.string(),
  finished: z.string().optional(),
  writer: z.number().int(),
});

/** Reads the text of a `run.json`, or says in half a sentence what is wrong with it. */
export function parseRunRecord(text: string): RunRecord | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'there is no JSON';
  }
  const parsed = record.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return `"${issue?.path.join('.') ?? 'content'}" is unusable (${issue?.message ?? 'unknown'})`;
}
