import * as z from 'zod';

/** A measured number in a file: JSON has no NaN, so what was not finite is null. */
export const measured = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);

/** How many there are of something. */
export const count = z.number().int().nonnegative();

/** A `RateChange` in a file. */
export const rateChange = z.object({ step: count, learningRate: z.number() });

/** A `TestedEpoch` in a file, without pixels. */
export const testedEpoch = z.object({
  epoch: count,
  confusion: z.array(z.array(count)),
  mistakes: z.array(z.object({ image: count, label: count, predicted: count, probability: measured })),
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
