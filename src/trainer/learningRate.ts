import type { TrainOptions } from '../protocol/run';

/** What the learning rate of a step depends on. */
export type Schedule = Pick<
  TrainOptions,
  'learningRate' | 'epochs' | 'lrScheduler' | 'lrStepSize' | 'lrGamma' | 'lrWarmupEpochs' | 'lrWarmupDecay'
>;

/** The factor of the full rate so many epochs after the warm-up. */
const factors: Readonly<Record<Schedule['lrScheduler'], (after: number, schedule: Schedule) => number>> = {
  constant: () => 1,
  /** torch.optim.lr_scheduler.StepLR. */
  step: (after, { lrStepSize, lrGamma }) => lrGamma ** Math.floor(after / lrStepSize),
  /** CosineAnnealingLR down to 0 (Loshchilov and Hutter 2017, equation 5, without restarts). */
  cosine: (after, { epochs, lrWarmupEpochs }) => (1 + Math.cos((Math.PI * after) / (epochs - lrWarmupEpochs))) / 2,
};

/** The rate of a step that begins when so many epochs are done, a fraction within an epoch. */
export function learningRateAt(schedule: Schedule, epochsDone: number): number {
  const { learningRate, lrScheduler, lrWarmupEpochs, lrWarmupDecay } = schedule;
  if (epochsDone < lrWarmupEpochs)
    return learningRate * (lrWarmupDecay + (1 - lrWarmupDecay) * (epochsDone / lrWarmupEpochs)); // LinearLR
  return learningRate * factors[lrScheduler](epochsDone - lrWarmupEpochs, schedule);
}
