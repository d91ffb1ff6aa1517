import { runTitle } from '../client/runTitle';
import { embeddedClasses, standardClasses } from '../protocol/cifar10';
import { exact } from '../protocol/format';
import type { TestOptions } from '../protocol/trainerContract';
import type { OpenedWeights } from '../protocol/weights';
import type { Settings } from './settings';
import { trainPlan, type TrainPlan } from './trainPlan';

/** A file of weights and what is known of it. */
export interface WeightsFile {
  readonly file: string;
  readonly opened: OpenedWeights;
}

/** Why such weights can't be evaluated or trained on, in a sentence; nothing where they can. */
export function hindrance({ opened }: WeightsFile, { data }: Pick<Settings, 'data'>): string | undefined {
  const { network, classNames } = opened;
  const [channels] = network.input;
  if (channels !== 3) return `They are for images of ${channels ?? 0} channels, which the data sets here have not.`;
  if (classNames !== undefined || usualClasses.has(network.classes) || isFolder(data)) return undefined;
  return `They tell ${exact(network.classes)} classes apart, and the data sets here have 2 or 10: they can be looked at.`;
}

/** How they are evaluated: on the settings' data, CIFAR-10 where the embedded images have too few classes. */
export function evaluationOf({ file, opened }: WeightsFile, { data, engine, limitTest }: Settings): TestOptions {
  const { options } = opened.network;
  return { ...options, weights: file, ...taskOf(opened, data), limit: limitTest, batchSize: 64, engine };
}

/** How training goes on from them: gently, so that what they know is kept. */
export function tuningPlan({ file, opened }: WeightsFile, settings: Settings): TrainPlan {
  const { plain = false, bias = false, ...network } = opened.network.options;
  const numbers = { model: network.model, batchSize: 64, optimizer: 'adam', learningRate: 1e-4 } as const;
  const plan = trainPlan({ ...numbers, ...taskOf(opened, settings.data) }, settings);
  const options = { ...plan.options, ...network, plain, bias, weights: file };
  return { title: runTitle(options), options };
}

const usualClasses: ReadonlyMap<number, readonly string[]> = new Map([
  [embeddedClasses.length, embeddedClasses],
  [standardClasses.length, standardClasses],
]);

function taskOf(
  { network, classNames }: OpenedWeights,
  data: string,
): { readonly data: string; readonly classes?: readonly string[] } {
  const classes = classNames ?? (isFolder(data) ? undefined : usualClasses.get(network.classes));
  const isEmbedded = classes?.every((name) => embeddedClasses.includes(name)) === true;
  return { data: data === 'auto' && !isEmbedded ? 'cifar10' : data, ...(classes === undefined ? {} : { classes }) };
}

function isFolder(data: string): boolean {
  return data !== 'auto' && data !== 'cifar10' && data !== 'embedded';
}
