import * as z from 'zod';
import { activationOrders } from '../model/branches';
import { shortcutOptions } from '../model/shortcuts';
import { engineNames } from '../protocol/engine';
import { spelledNetwork } from '../protocol/spelledNetwork';
import { optimizerNames, stepChoices } from '../protocol/recipe';
import type { EpochResult, RunStart, TrainOptions } from '../protocol/run';
import type { RunState } from '../protocol/viewContract';
import { count, epochResult } from '../protocol/epochSchema';
import { recipe, runStart } from './runSchemas';

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
  /** When that process began, on systems that tell it: its number may have been given to another process since. */
  readonly writerStart?: string | undefined;
}

const options = recipe.extend({
  model: z.string(),
  network: spelledNetwork.optional(),
  plain: z.boolean(),
  bias: z.boolean(),
  shortcut: z.enum(shortcutOptions).optional(),
  order: z.enum(activationOrders).optional(),
  gateBias: z.number().optional(),
  squeezeExcitation: count.optional(),
  survival: z.number().optional(),
  data: z.string(),
  classes: z.array(z.string()).optional(),
  epochs: count,
  batchSize: count,
  optimizer: z.enum(optimizerNames),
  learningRate: z.number(),
  momentum: z.number(),
  weightDecay: z.number(),
  seed: z.number(),
  limitTrain: count.optional(),
  limitTest: count.optional(),
  engine: z.enum([...engineNames, 'auto']),
  step: z.enum(stepChoices).default('auto'),
  weights: z.string().optional(),
  newHead: z.boolean().optional(),
  liveMetrics: z.boolean(),
  metricsEvery: count.optional(),
});

const record: z.ZodType<RunRecord> = z.object({
  format: z.literal(1),
  id: z.string(),
  title: z.string(),
  options,
  state: z.enum(['starting', 'running', 'done', 'stopped', 'failed']),
  reason: z.string().optional(),
  start: runStart.optional(),
  epochs: z.array(epochResult),
  created: z.string(),
  finished: z.string().optional(),
  writer: z.number().int(),
  writerStart: z.string().optional(),
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
