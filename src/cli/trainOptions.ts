import type { Command } from 'commander';
import { checkTrainOptions } from '../protocol/checkTrainOptions';
import { embeddedClasses } from '../protocol/cifar10';
import type { TrainOptions } from '../protocol/run';
import { readNames, readNumber, readShortcut } from './readOptions';

/** What Commander gives for `resnet train`. */
export interface TrainFlags {
  readonly model: string;
  readonly plain?: true;
  readonly bias?: true;
  readonly shortcut?: 'A' | 'B';
  readonly data: string;
  readonly classes: readonly string[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: string;
  readonly lr: number;
  readonly momentum?: number;
  readonly weightDecay: number;
  readonly seed: number;
  readonly limitTrain?: number;
  readonly limitTest?: number;
  readonly engine: string;
  readonly weights?: string;
  readonly live: boolean;
  readonly out?: string;
  readonly json?: true;
}

/** The flags that say which network and data; shared by `train`, `predict` and `evaluate`. */
export function addNetworkFlags(command: Command): Command {
  return command
    .option('--plain', 'the same layers without shortcuts')
    .option('--bias', 'give the 3×3 convolutions a bias')
    .option('--shortcut <A|B>', 'how dimensions are matched: zero-padded identity or projection', readShortcut)
    .option(
      '--data <name|folder>',
      'cifar10, embedded, or a folder in CIFAR-10’s binary layout; auto: cifar10 if it is here',
      'auto',
    )
    .option('--engine <name>', 'auto, tensorflow-gpu, tensorflow, webgpu, wasm or cpu', 'auto');
}

/** The flags of `resnet train`, with the worked example as their defaults. */
export function addTrainFlags(command: Command): Command {
  return addNetworkFlags(command.option('--model <name>', 'the network', 'resnet34'))
    .option('--classes <names>', 'classes in the order of their labels, or all', readNames, embeddedClasses)
    .option('--epochs <N>', 'times through the training images', readNumber, 5)
    .option('--batch-size <N>', 'images a step', readNumber, 64)
    .option('--optimizer <adam|sgd>', 'update rule, with PyTorch’s semantics', 'adam')
    .option('--lr <rate>', 'learning rate', readNumber, 0.001)
    .option('--momentum <m>', 'of SGD (default: 0.9)', readNumber)
    .option('--weight-decay <λ>', 'L2 penalty, added to the gradient', readNumber, 0)
    .option('--seed <N>', 'of the initial weights and the shuffling', readNumber, 0)
    .option('--limit-train <N>', 'use only the first N training images', readNumber)
    .option('--limit-test <N>', 'use only the first N test images', readNumber)
    .option('--weights <file>', 'a safetensors file to start from')
    .option('--no-live', 'leave out gradient norms and other live metrics')
    .option('--out <folder>', 'where the run is kept (default: a new folder under runs/)')
    .option('--json', 'print events, one JSON object a line');
}

/** Flags as the worker takes them, or a usage error. */
export function trainOptionsOf(flags: TrainFlags): TrainOptions {
  const options = {
    model: flags.model,
    plain: flags.plain ?? false,
    bias: flags.bias ?? false,
    shortcut: flags.shortcut,
    data: flags.data,
    classes: classesOf(flags.classes),
    epochs: flags.epochs,
    batchSize: flags.batchSize,
    optimizer: flags.optimizer as TrainOptions['optimizer'], // checked in the last line
    learningRate: flags.lr,
    momentum: flags.momentum ?? (flags.optimizer === 'sgd' ? 0.9 : 0),
    weightDecay: flags.weightDecay,
    seed: flags.seed,
    limitTrain: flags.limitTrain,
    limitTest: flags.limitTest,
    engine: flags.engine as TrainOptions['engine'], // checked in the last line
    weights: flags.weights,
    liveMetrics: flags.live,
  };
  checkTrainOptions(options);
  return options;
}

/** Nothing for `all`: every class of the data. */
export function classesOf(names: readonly string[]): readonly string[] | undefined {
  return names.length === 1 && names[0] === 'all' ? undefined : names;
}
