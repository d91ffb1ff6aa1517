import type { TrainOptions } from './run';

/** What a number may be, and what it is called in a sentence. */
export interface NumberRange {
  readonly what: string;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

export type NumericOption = {
  [K in keyof TrainOptions]-?: TrainOptions[K] extends number | undefined ? K : never;
}[keyof TrainOptions];

/** What a number may be; the bounds keep typing errors from becoming endless runs. */
export const numericRanges: Readonly<Record<NumericOption, NumberRange>> = {
  epochs: { what: 'the number of epochs', min: 1, max: 10_000, whole: true },
  batchSize: { what: 'the batch size', min: 1, max: 65_536, whole: true },
  learningRate: { what: 'the learning rate', min: 1e-12, max: 1000, whole: false },
  momentum: { what: 'the momentum', min: 0, max: 0.9999, whole: false },
  weightDecay: { what: 'the weight decay', min: 0, max: 10, whole: false },
  lrStepSize: { what: "the learning rate's step size", min: 1, max: 10_000, whole: true },
  lrGamma: { what: "the learning rate's gamma", min: 0, max: 10, whole: false },
  lrWarmupEpochs: { what: 'the number of warm-up epochs', min: 0, max: 10_000, whole: true },
  lrWarmupDecay: { what: 'the warm-up decay', min: 1e-6, max: 1, whole: false },
  labelSmoothing: { what: 'the label smoothing', min: 0, max: 0.9999, whole: false },
  randomCrop: { what: "the random crop's padding", min: 0, max: 32, whole: true },
  randomHorizontalFlip: { what: 'the probability of a horizontal flip', min: 0, max: 1, whole: false },
  earlyStopping: { what: 'the epochs of early stopping', min: 0, max: 10_000, whole: true },
  metricsEvery: { what: 'the number of steps from one measurement to the next', min: 1, max: 1_000_000, whole: true },
  gateBias: { what: "the gate's first bias", min: -100, max: 100, whole: false },
  squeezeExcitation: { what: "squeeze-and-excitation's ratio", min: 1, max: 4096, whole: true },
  survival: { what: 'the survival probability', min: 0.01, max: 1, whole: false },
  seed: { what: 'the seed', min: 0, max: Number.MAX_SAFE_INTEGER, whole: true },
  limitTrain: { what: 'the limit of training images', min: 1, max: 10_000_000, whole: true },
  limitTest: { what: 'the limit of test images', min: 1, max: 10_000_000, whole: true },
};

export const numericOptions = Object.keys(numericRanges) as NumericOption[]; // its own keys

/** What is wrong with a number, in a sentence; nothing if it is usable. */
export function numberProblem(option: NumericOption, value: number): string | undefined {
  return rangeProblem(numericRanges[option], value);
}

/** The same for a range of one's own. */
export function rangeProblem({ what, min, max, whole }: NumberRange, value: number): string | undefined {
  if (Number.isFinite(value) && value >= min && value <= max && (!whole || Number.isInteger(value))) return undefined;
  const kind = whole ? 'a whole number' : 'a number';
  return `${capitalised(what)} must be ${kind} from ${bound(min)} to ${bound(max)}, but is ${value}.`;
}

function bound(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 12 });
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
