import * as z from 'zod';
import { embeddedClasses, standardClasses } from '../cifar10';
import { engineNames } from '../engine';
import { earlyStoppingMetrics, lrSchedulerNames, optimizerNames, plainRecipe, precisions, stepWords } from '../recipe';
import { closedObject } from './closedObject';
import { flagOf, optionNumber, textOf, wordOf } from './fields';
import { presetNetwork, spelledNetworkInFile } from './networkSchema';

const data = closedObject('The data', {
  source: textOf('"source"')
    .default('auto')
    .describe(
      'cifar10 (from the cache), embedded (500 airplanes and 500 birds), a folder in CIFAR-10’s binary layout, from this file on, or auto: CIFAR-10 if it is here, else embedded.',
    )
    .meta({ examples: ['auto', 'cifar10', 'embedded'] }),
  classes: z
    .union([z.literal('all'), z.array(textOf('A class'))], {
      error: '"classes" must be a list of names, in brackets, or "all".',
    })
    .default([...embeddedClasses])
    .describe('The classes to learn, in the order of their labels, or "all".')
    .meta({ examples: [[...embeddedClasses], 'all', [...standardClasses]] }),
  limitTrain: optionNumber('limitTrain').optional().describe('Train on the first so many images only.'),
  limitTest: optionNumber('limitTest').optional().describe('Test on the first so many images only.'),
  randomCrop: optionNumber('randomCrop')
    .default(plainRecipe.randomCrop)
    .describe('Pixels of zeros around a training image, out of which a random part of its size is cut; 0: none.'),
  randomHorizontalFlip: optionNumber('randomHorizontalFlip')
    .default(plainRecipe.randomHorizontalFlip)
    .describe('How probable it is that a training image is mirrored.'),
}).describe('What to train on.');

const training = closedObject('The training', {
  epochs: optionNumber('epochs').default(5).describe('Times through the training images.'),
  batchSize: optionNumber('batchSize').default(64).describe('Images a step.'),
  optimizer: wordOf('optimizer', optimizerNames).default('adam').describe('The update rule, with PyTorch’s semantics.'),
  learningRate: optionNumber('learningRate').default(0.001).describe('The full learning rate.'),
  momentum: optionNumber('momentum').optional().describe('Of SGD; 0.9 if left out.'),
  weightDecay: optionNumber('weightDecay')
    .optional()
    .describe('The L2 penalty, or AdamW’s own decay; 0.01 for adamw, else 0, if left out.'),
  lrScheduler: wordOf('learning rate scheduler', lrSchedulerNames)
    .default(plainRecipe.lrScheduler)
    .describe('How the learning rate goes on after its warm-up.'),
  lrStepSize: optionNumber('lrStepSize')
    .default(plainRecipe.lrStepSize)
    .describe('Epochs from one drop of the scheduler "step" to the next.'),
  lrGamma: optionNumber('lrGamma')
    .default(plainRecipe.lrGamma)
    .describe('What each drop multiplies the learning rate by, with the scheduler "step".'),
  lrWarmupEpochs: optionNumber('lrWarmupEpochs')
    .default(plainRecipe.lrWarmupEpochs)
    .describe('Epochs in which the learning rate grows linearly to its full size; 0: none.'),
  lrWarmupDecay: optionNumber('lrWarmupDecay')
    .default(plainRecipe.lrWarmupDecay)
    .describe('The part of the full learning rate that the warm-up begins with.'),
  labelSmoothing: optionNumber('labelSmoothing')
    .default(plainRecipe.labelSmoothing)
    .describe('The share of each training target that is spread over all classes.'),
  precision: wordOf('precision', precisions)
    .default(plainRecipe.precision)
    .describe('What the layers compute with in training; the others than float32 are mixed precision.'),
  earlyStopping: optionNumber('earlyStopping')
    .default(plainRecipe.earlyStopping)
    .describe('Ends the training after so many epochs in a row without a better test result; 0: never.'),
  earlyStoppingMetric: wordOf('metric of early stopping', earlyStoppingMetrics)
    .default(plainRecipe.earlyStoppingMetric)
    .describe('Which test result early stopping watches: the loss or the accuracy.'),
  seed: optionNumber('seed')
    .default(0)
    .describe('Of the first weights, of the order of the images and of their augmentation.'),
  engine: wordOf('engine', ['auto', ...engineNames])
    .default('auto')
    .describe('What computes; auto: the fastest that works here.'),
  step: wordOf('kind of step', stepWords)
    .default('auto')
    .describe('How a step is carried out: as one graph, operation by operation, or as one graph where that can be.'),
  weights: textOf('"weights"').optional().describe('A safetensors file to start from, from this file on.'),
  newHead: flagOf('"newHead"')
    .optional()
    .describe('Starts the last layer anew instead of from the weights, whose classes may be others.'),
  liveMetrics: flagOf('"liveMetrics"')
    .default(true)
    .describe('Measures gradient norms, update ratios, block RMS and zeros after ReLUs while training.'),
  metricsEvery: optionNumber('metricsEvery')
    .optional()
    .describe(
      'Measures them at every so many steps, from the first on; as often as costs next to nothing if left out.',
    ),
}).describe('How to train.');

const sections = {
  $schema: z.string().optional().describe('The schema of this file.'),
  data: data.prefault({}),
  training: training.prefault({}),
};

/** A file whose network is a preset. */
export const presetFile = closedObject('The file', { ...sections, network: presetNetwork });

/** A file whose network is spelled out. */
export const spelledFile = closedObject('The file', { ...sections, network: spelledNetworkInFile });

/** What a `*.resnet.json` may hold. */
export const networkFileSchema = closedObject('The file', {
  ...sections,
  network: z.union([presetNetwork, spelledNetworkInFile]).describe('The network.'),
}).describe('A residual network, the data and the training.');

export type NetworkFile = z.output<typeof networkFileSchema>;

/** A file as it is written: what has a default may be left out. */
export type NetworkFileInput = z.input<typeof networkFileSchema>;
