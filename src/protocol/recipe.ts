/** The update rules, by PyTorch's names. */
export const optimizerNames = ['adam', 'adamw', 'sgd'] as const;

export type OptimizerName = (typeof optimizerNames)[number];

/** How the learning rate goes on after its warm-up. */
export const lrSchedulerNames = ['constant', 'step', 'cosine'] as const;

export type LrSchedulerName = (typeof lrSchedulerNames)[number];

/** What early stopping watches, of the test images. */
export const earlyStoppingMetrics = ['loss', 'accuracy'] as const;

/** How a training step is carried out: as one graph, operation by operation, or as one graph where that can be. */
export const stepChoices = ['auto', 'compiled', 'eager'] as const;

export type StepChoice = (typeof stepChoices)[number];

/** What the layers compute with in training; parameters, loss and updates are float32 in any case. */
export const precisions = ['float32', 'bfloat16', 'float16'] as const;

export type Precision = (typeof precisions)[number];

/** What people call the choices, on the command line and in the settings. */
export const stepWords = ['auto', 'compiled', 'op-by-op'] as const;

/** The choice that a word stands for. */
export const stepOfWord: Readonly<Record<(typeof stepWords)[number], StepChoice>> = {
  auto: 'auto',
  compiled: 'compiled',
  'op-by-op': 'eager',
};

/** How to train beyond the optimizer; what torchvision's reference script for classification has is named as there. */
export interface Recipe {
  readonly lrScheduler: LrSchedulerName;
  /** Epochs from one drop of the scheduler `step` to the next. */
  readonly lrStepSize: number;
  /** What the scheduler `step` multiplies the rate by. */
  readonly lrGamma: number;
  /** Epochs in which the rate grows linearly to its full size, before the scheduler's own begin. */
  readonly lrWarmupEpochs: number;
  /** The part of the full rate that the warm-up begins with. */
  readonly lrWarmupDecay: number;
  /** The share of each target that is spread over all classes, in the training loss alone. */
  readonly labelSmoothing: number;
  /** Pixels of zeros around a training image of which a random part of the image's size is cut out; 0: none. */
  readonly randomCrop: number;
  /** How probable it is that a training image is mirrored. */
  readonly randomHorizontalFlip: number;
  /** The others are mixed precision, as torch.autocast has it; float16 scales the loss. */
  readonly precision: Precision;
  /** Epochs without a better test result after which training ends; 0: none do. */
  readonly earlyStopping: number;
  readonly earlyStoppingMetric: (typeof earlyStoppingMetrics)[number];
}

/** A recipe with nothing in it: a constant rate, plain cross-entropy, the images as they are. */
export const plainRecipe: Recipe = {
  lrScheduler: 'constant',
  lrStepSize: 30,
  lrGamma: 0.1,
  lrWarmupEpochs: 0,
  lrWarmupDecay: 0.01,
  labelSmoothing: 0,
  randomCrop: 0,
  randomHorizontalFlip: 0,
  precision: 'float32',
  earlyStopping: 0,
  earlyStoppingMetric: 'loss',
};

/** The recipe alone, out of something that has more. */
export function recipeOf(from: Recipe): Recipe {
  const { lrScheduler, lrStepSize, lrGamma, lrWarmupEpochs, lrWarmupDecay } = from;
  const { labelSmoothing, randomCrop, randomHorizontalFlip, precision, earlyStopping, earlyStoppingMetric } = from;
  return {
    ...{ lrScheduler, lrStepSize, lrGamma, lrWarmupEpochs, lrWarmupDecay },
    ...{ labelSmoothing, randomCrop, randomHorizontalFlip, precision, earlyStopping, earlyStoppingMetric },
  };
}
