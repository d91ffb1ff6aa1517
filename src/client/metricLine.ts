import * as z from 'zod';
import type { RunEvent } from '../protocol/run';
import { count, epochResult, measured, rateChange, testedEpoch } from '../protocol/epochSchema';
import { unpacked } from './packedNumbers';
import { runFault, runStart } from './runSchemas';

/** Two bytes a number, in base64. */
const packed = z.base64().transform((text) => unpacked(text));

const liveColumn = z.union([packed, z.array(measured).transform((values) => Float32Array.from(values))]).optional();

const step = z.object({
  type: z.literal('step'),
  step: z.number().int().positive(),
  epoch: count,
  loss: measured,
  accuracy: measured,
  learningRate: measured,
  imagesPerSecond: measured,
  stepMs: measured,
  gradientNorm: liveColumn,
  updateRatio: liveColumn,
  branchRms: liveColumn,
  shortcutRms: liveColumn,
  reluZeros: liveColumn,
});

const metricLine = z.discriminatedUnion('type', [
  step,
  runStart.extend({ type: z.literal('start') }),
  testedEpoch.extend({ type: z.literal('tested') }),
  epochResult.extend({ type: z.literal('epoch') }),
  rateChange.extend({ type: z.literal('learningRate') }),
  runFault.extend({ type: z.literal('fault') }),
]);

/** One step as a line of `metrics.jsonl` holds it; the live metrics only where they were measured. */
export type StepLine = z.infer<typeof step>;

/** What a line of `metrics.jsonl` may say. */
export type MetricLine =
  StepLine | Extract<RunEvent, { type: 'start' | 'tested' | 'epoch' | 'learningRate' | 'fault' }>;

/** A line of `metrics.jsonl`, or nothing if it is damaged. */
export function parseMetricLine(text: string): MetricLine | undefined {
  try {
    return metricLine.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
