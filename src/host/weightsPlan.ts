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

/** What can be done with weights here, and why not more, in a sentence. */
export interface Usability {
  readonly evaluated: boolean;
  readonly tuned: boolean;
  readonly hindrance?: string;
}

export function usability({ opened }: WeightsFile, settings: Pick<Settings, 'data'>): Usability {
  const { classes, input } = opened.network;
  const [channels = 0] = input;
  const ofChannels = `They are for images of ${channels} channels, which the data sets here have not.`;
  if (channels !== 3) return { evaluated: false, tuned: false, hindrance: ofChannels };
  if (hasItsClasses(opened, settings)) return { evaluated: true, tuned: true };
  const ofClasses = `They tell ${exact(classes)} classes apart, and the data sets here have 2 or 10: fine-tuning gives them a new last layer.`;
  return { evaluated: false, tuned: true, hindrance: ofClasses };
}

/** Whether the data can be of the weights' classes. */
function hasItsClasses({ network, classNames }: OpenedWeights, { data }: Pick<Settings, 'data'>): boolean {
  return classNames !== undefined || usualClasses.has(network.classes) || isFolder(data);
}

/** How they are evaluated: on the settings' data, CIFAR-10 where the embedded images have too few classes. */
export function evaluationOf({ file, opened }: WeightsFile, { data, engine, limitTest }: Settings): TestOptions {
  const { options } = opened.network;
  return { ...options, weights: file, ...taskOf(opened, data), limit: limitTest, batchSize: 64, engine };
}

/** How training goes on from them: gently, so that what they know is kept, with a new last layer for other classes. */
export function tuningPlan({ file, opened }: WeightsFile, settings: Settings): TrainPlan {
  const { plain = false, bias = false, ...network } = opened.network.options;
  const numbers = { model: network.model, batchSize: 64, optimizer: 'adam', learningRate: 1e-4 } as const;
  const newHead = hasItsClasses(opened, settings) ? undefined : true;
  const task = newHead ? { data: settings.data } : taskOf(opened, settings.data); // all that the data has
  const plan = trainPlan({ ...numbers, ...task }, settings);
  const options = { ...plan.options, ...network, plain, bias, weights: file, newHead };
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
