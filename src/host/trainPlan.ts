import { runTitle } from '../client/runTitle';
import { recipeOf } from '../protocol/recipe';
import type { TrainOptions } from '../protocol/run';
import { embeddedClasses, standardClasses } from '../protocol/cifar10';
import type { Settings } from './settings';

/** What is to be trained. */
export interface TrainPlan {
  readonly title: string;
  readonly options: TrainOptions;
  /** The URI of the network file that it was read from, if it was. */
  readonly file?: string;
}

/** A row of the first quick pick. */
export interface PresetPlan {
  readonly label: string;
  readonly detail: string;
  readonly numbers: PlanNumbers;
}

/** What the user chooses; everything else comes from the settings. */
export type PlanNumbers = Pick<TrainOptions, 'model' | 'classes' | 'batchSize' | 'optimizer' | 'learningRate'> & {
  /** Without it: the setting's. */
  readonly epochs?: number;
  readonly data?: string;
  readonly engine?: TrainOptions['engine'];
};

/** Momentum and weight decay of each optimizer: AdamW's as in PyTorch, SGD's of He et al. 2015, §4.2. */
const decay: Readonly<Record<TrainOptions['optimizer'], Pick<TrainOptions, 'momentum' | 'weightDecay'>>> = {
  adam: { momentum: 0, weightDecay: 0 },
  adamw: { momentum: 0, weightDecay: 0.01 },
  sgd: { momentum: 0.9, weightDecay: 1e-4 },
};

/** The presets, the example first. */
export function presetPlans({ epochs, data }: Pick<Settings, 'epochs' | 'data'>): readonly PresetPlan[] {
  const where = data === 'auto' || data === 'embedded' ? 'cifar10' : data; // what is inside the extension has two classes
  const ten = { classes: standardClasses, data: where, epochs: 10, batchSize: 128 } as const;
  const sgd = { optimizer: 'sgd', learningRate: 0.05 } as const;
  const detail = `10 epochs, SGD 0.05 with momentum 0.9, batch 128 · ${tenClassImages(where)}`;
  return [
    {
      label: 'ResNet-34 on airplane and bird',
      detail: `${epochs} epochs, Adam 0.001, batch 64 · ${exampleImages[data] ?? folderImages(data)}`,
      numbers: { model: 'resnet34', classes: embeddedClasses, batchSize: 64, optimizer: 'adam', learningRate: 0.001 },
    },
    { label: 'ResNet-20 on CIFAR-10, ten classes', detail, numbers: { model: 'resnet20-cifar', ...ten, ...sgd } },
    { label: 'ResNet-18 on CIFAR-10, ten classes', detail, numbers: { model: 'resnet18', ...ten, ...sgd } },
  ];
}

/** Which images the example takes, by the setting; anything else is a folder. */
const exampleImages: Readonly<Record<string, string>> = {
  auto: 'CIFAR-10 if it is here, else the 1,000 embedded images',
  cifar10: 'CIFAR-10',
  embedded: 'the 1,000 embedded images',
};

function tenClassImages(data: string): string {
  return data === 'cifar10' ? 'needs CIFAR-10 ("ResNet: Download CIFAR-10")' : folderImages(data);
}

function folderImages(folder: string): string {
  return `the images in ${folder}`;
}

/** Completes the user's choice by the settings. */
export function trainPlan(numbers: PlanNumbers, settings: Settings): TrainPlan {
  const { epochs, seed, limitTrain, limitTest, liveMetrics, metricsEvery, engine, step, data } = settings;
  const options: TrainOptions = {
    ...{ plain: false, bias: false, epochs, data, engine, step, seed },
    ...{ limitTrain, limitTest, liveMetrics, metricsEvery },
    ...recipeOf(settings),
    ...decay[numbers.optimizer],
    ...numbers,
  };
  return { title: runTitle(options), options };
}
