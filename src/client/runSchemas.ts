import * as z from 'zod';
import { engineNames } from '../protocol/engine';
import { count, rateChange } from '../protocol/epochSchema';
import { faultKinds } from '../protocol/runFault';
import { earlyStoppingMetrics, lrSchedulerNames, plainRecipe, precisions } from '../protocol/recipe';

/** A `RunStart` in a file. */
export const runStart = z.object({
  engine: z.enum(engineNames),
  engineDetail: z.string(),
  step: z.enum(['compiled', 'eager']).default('eager'), // as older versions did, which did not write it
  stepDetail: z.string().default(''),
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
  relus: z.array(z.string()).default([]),
  resumed: z.object({ steps: count, epochs: count, rate: rateChange.optional() }).optional(),
});

/** A `RunFault` in a file. */
export const runFault = z.object({
  step: count,
  kind: z.enum(faultKinds),
  layer: z.string(),
  times: z.number().optional(),
});

/** A `Recipe` in a file; what an older version did not write was not done. */
export const recipe = z.object({
  lrScheduler: z.enum(lrSchedulerNames).default(plainRecipe.lrScheduler),
  lrStepSize: z.number().default(plainRecipe.lrStepSize),
  lrGamma: z.number().default(plainRecipe.lrGamma),
  lrWarmupEpochs: z.number().default(plainRecipe.lrWarmupEpochs),
  lrWarmupDecay: z.number().default(plainRecipe.lrWarmupDecay),
  labelSmoothing: z.number().default(plainRecipe.labelSmoothing),
  randomCrop: z.number().default(plainRecipe.randomCrop),
  randomHorizontalFlip: z.number().default(plainRecipe.randomHorizontalFlip),
  precision: z.enum(precisions).default(plainRecipe.precision),
  earlyStopping: count.default(plainRecipe.earlyStopping),
  earlyStoppingMetric: z.enum(earlyStoppingMetrics).default(plainRecipe.earlyStoppingMetric),
});
