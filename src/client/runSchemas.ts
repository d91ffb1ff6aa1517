import * as z from 'zod';
import { engineNames } from '../protocol/engine';

/** A measured number in a file: JSON has no NaN, so what was not finite is null. */
export const measured = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);

/** How many there are of something. */
export const count = z.number().int().nonnegative();

/** A `RunStart` in a file. */
export const runStart = z.object({
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

/** An `EpochResult` in a file. */
export const epochResult = z.object({
  epoch: count,
  step: count,
  trainLoss: measured,
  trainAccuracy: measured,
  testLoss: measured,
  testAccuracy: measured,
  seconds: measured,
});
