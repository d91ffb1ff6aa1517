import type { Command } from 'commander';
import { checkTrainOptions } from '../protocol/checkTrainOptions';
import { embeddedClasses } from '../protocol/cifar10';
import { UserError } from '../protocol/userError';
import { networkOptionsOf } from '../protocol/networkOptions';
import { defaultDecay } from '../protocol/optimizerDefaults';
import { optimizerNames, recipeOf, type Recipe } from '../protocol/recipe';
import type { TrainOptions } from '../protocol/run';
import { addNetworkFlags, type NetworkFlags } from './networkFlags';
import { readCard, readNames, readNumber, readStep } from './readOptions';
import { addRecipeFlags } from './recipeFlags';

/** What Commander gives for `resnet train`. */
export interface TrainFlags extends Recipe, NetworkFlags {
  readonly model: string;
  readonly data: string;
  readonly classes: readonly string[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: string;
  readonly lr: number;
  readonly momentum?: number;
  readonly weightDecay?: number;
  readonly seed: number;
  readonly limitTrain?: number;
  readonly limitTest?: number;
  readonly engine: string;
  readonly step: TrainOptions['step'];
  readonly weights?: string;
  readonly newHead?: true;
  readonly live: boolean;
  readonly metricsEvery?: number;
  readonly out?: string;
  readonly resume?: string;
  readonly checkpoint: boolean;
  readonly bestCheckpoint: boolean;
  readonly tensorboard: boolean;
  readonly gpu?: string;
  readonly xla: boolean;
  readonly tf32: boolean;
  readonly json?: true;
}

/** The flags that say which network and data; shared by `train`, `predict` and `evaluate`. */
export function addTaskFlags(command: Command): Command {
  return addNetworkFlags(command)
    .option(
      '--data <name|folder>',
      'cifar10, embedded, or a folder in CIFAR-10’s binary layout; auto: cifar10 if it is here',
      'auto',
    )
    .option('--engine <name>', 'auto, tensorflow-gpu, tensorflow, webgpu, wasm or cpu', 'auto');
}

/** The flags of `resnet train`, with the worked example as their defaults. */
export function addTrainFlags(command: Command): Command {
  addTaskFlags(
    command.option('--model <name>', 'the network; left out beside --weights, the one that they are of', 'resnet34'),
  )
    .option('--classes <names>', 'classes in the order of their labels, or all', readNames, embeddedClasses)
    .option('--epochs <N>', 'times through the training images', readNumber, 5)
    .option('--batch-size <N>', 'images a step', readNumber, 64)
    .option('--optimizer <adam|adamw|sgd>', 'update rule, with PyTorch’s semantics', 'adam')
    .option('--lr <rate>', 'learning rate', readNumber, 0.001)
    .option('--momentum <m>', 'of SGD (default: 0.9)', readNumber)
    .option('--weight-decay <λ>', 'L2 penalty, or AdamW’s own decay (default: 0.01 for adamw, else 0)', readNumber);
  return addRecipeFlags(command)
    .option('--seed <N>', 'of the initial weights, the shuffling and the augmentation', readNumber, 0)
    .option('--limit-train <N>', 'use only the first N training images', readNumber)
    .option('--limit-test <N>', 'use only the first N test images', readNumber)
    .option('--weights <file>', 'a safetensors file to start from')
    .option('--new-head', 'start the last layer anew, for other classes than those of --weights')
    .option('--step <kind>', 'how a step is carried out: auto, compiled or op-by-op', readStep, 'auto')
    .option('--gpu <N>', 'the NVIDIA card, by its number in nvidia-smi', readCard)
    .option('--xla', 'have XLA compile clusters of operations on the GPU', false)
    .option('--no-tf32', 'keep float32 products on the GPU exact, as on the CPU')
    .option('--no-live', 'leave out gradient norms and other live metrics')
    .option(
      '--metrics-every <N>',
      'live metrics at every Nth step exactly (default: as often as they cost little)',
      readNumber,
    )
    .option('--resume <run>', 'a run’s folder: goes on where it stopped, with its own options')
    .option('--no-checkpoint', 'keep nothing to resume from (it takes three times the weights’ size)')
    .option('--no-best-checkpoint', 'don’t keep the weights of the best test accuracy beside the newest')
    .option('--no-tensorboard', 'write no event file for TensorBoard')
    .option('--out <folder>', 'where the run is kept (default: a new folder under runs/)')
    .option('--json', 'print events, one JSON object a line');
}

/** Flags as the worker takes them, or a usage error. */
export function trainOptionsOf(flags: TrainFlags): TrainOptions {
  const options = optionsOf(flags);
  checkTrainOptions(options);
  return options;
}

function optionsOf(flags: TrainFlags): TrainOptions {
  const optimizer = flags.optimizer as TrainOptions['optimizer']; // checked with all options
  const usual = optimizerNames.includes(optimizer) ? defaultDecay[optimizer] : defaultDecay.adam;
  return {
    ...networkOptionsOf(flags),
    plain: flags.plain ?? false,
    bias: flags.bias ?? false,
    data: flags.data,
    classes: classesOf(flags.classes),
    epochs: flags.epochs,
    batchSize: flags.batchSize,
    optimizer,
    learningRate: flags.lr,
    momentum: flags.momentum ?? usual.momentum,
    weightDecay: flags.weightDecay ?? usual.weightDecay,
    ...recipeOf(flags),
    seed: flags.seed,
    limitTrain: flags.limitTrain,
    limitTest: flags.limitTest,
    engine: flags.engine as TrainOptions['engine'], // checked with all options
    step: flags.step,
    weights: flags.weights,
    newHead: flags.newHead,
    liveMetrics: flags.live,
    metricsEvery: flags.metricsEvery,
  };
}

/** The options that a flag sets, where it is not the one of its name. */
const setBy: Readonly<Record<string, readonly (keyof TrainOptions)[]>> = {
  model: ['model', 'network'],
  lr: ['learningRate'],
  live: ['liveMetrics'],
  optimizer: ['optimizer', 'momentum', 'weightDecay'],
};

/** A file's options with what `given` flags change of them. */
export function changedOptions(inFile: TrainOptions, flags: TrainFlags, given: readonly string[]): TrainOptions {
  const fromFlags = optionsOf(flags);
  const keys = given
    .filter((name) => !besides.includes(name) && !(name === 'optimizer' && inFile.optimizer === fromFlags.optimizer))
    .flatMap((name) => setBy[name] ?? [name as keyof TrainOptions]); // the others are called as what they set
  const options = { ...inFile, ...Object.fromEntries(keys.map((key) => [key, fromFlags[key]])) };
  checkTrainOptions(options);
  return options;
}

/** Flags that may go with `--resume`, by the names of the options that they set. */
const withResume = {
  epochs: ({ epochs }: TrainFlags) => ({ epochs }),
  engine: ({ engine }: TrainFlags) => ({ engine: engine as TrainOptions['engine'] }), // checked by `checkTrainOptions`
  step: ({ step }: TrainFlags) => ({ step }),
  live: ({ live }: TrainFlags) => ({ liveMetrics: live }),
  metricsEvery: ({ metricsEvery }: TrainFlags) => ({ metricsEvery }),
  limitTest: ({ limitTest }: TrainFlags) => ({ limitTest }),
  earlyStopping: ({ earlyStopping }: TrainFlags) => ({ earlyStopping }),
  earlyStoppingMetric: ({ earlyStoppingMetric }: TrainFlags) => ({ earlyStoppingMetric }),
} as const;

const besides: readonly string[] = [
  ...['resume', 'checkpoint', 'bestCheckpoint', 'tensorboard', 'out', 'json'],
  ...['gpu', 'xla', 'tf32'],
];

/** The options of a run that is resumed, with what `given` flags may change; a usage error for any other flag. */
export function resumedOptions(before: TrainOptions, flags: TrainFlags, given: readonly string[]): TrainOptions {
  const foreign = given.find((name) => !(name in withResume) && !besides.includes(name));
  if (foreign !== undefined)
    throw new UserError(
      `A resumed run keeps its own options: leave out --${foreign.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}, or train anew without --resume.`,
      'usage',
    );
  const changes = Object.entries(withResume).filter(([name]) => given.includes(name));
  const options = changes.reduce<TrainOptions>((sum, [, change]) => ({ ...sum, ...change(flags) }), before);
  checkTrainOptions(options);
  return options;
}

/** Nothing for `all`: every class of the data. */
export function classesOf(names: readonly string[]): readonly string[] | undefined {
  return names.length === 1 && names[0] === 'all' ? undefined : names;
}
