import { access } from 'node:fs/promises';
import type { TrainerProcess } from '../client/trainerProcess';
import { UserError } from '../protocol/userError';
import type { TensorStatistics } from '../protocol/weights';
import type { Settings } from './settings';
import type { Trainers } from './trainers';
import type { TrainedWeights, ViewContent, WeightsHandlers } from './viewSession';

interface Uses {
  readonly trainers: Trainers;
  readonly settings: () => Pick<Settings, 'engine'>;
  /** What the panel shows. */
  readonly shown: () => {
    readonly content: ViewContent;
    measured(of: ViewContent, weights: readonly TensorStatistics[]): void;
  };
}

/** Answers what the panel asks of the weights of what it shows, each by a worker of its own. */
export function weightsRequests({ trainers, settings, shown }: Uses): WeightsHandlers {
  const ask = async <T>(signal: AbortSignal, job: Job<T>): Promise<T> => {
    const trained = await trainedOf(shown().content);
    return trainers.use(signal, (channel) => job(channel, trained));
  };
  return {
    measureWeights: async (_, signal) => {
      const { content } = shown();
      const weights = await ask(signal, (channel, { weights: file }) =>
        channel.request('weightStatistics', { file }, signal),
      );
      shown().measured(content, weights);
      return null;
    },
    filterImages: ({ layer }, signal) =>
      ask(signal, (channel, { weights: file }) => channel.request('filterImages', { file, layer }, signal)),
    testImages: (choice, signal) =>
      ask(signal, (channel, trained) => channel.request('testImages', { ...imagesFor(trained), ...choice }, signal)),
    featureMaps: (choice, signal) =>
      ask(signal, (channel, trained) => {
        const { weights, network, classes: logits, input } = trained;
        const { engine } = settings();
        const request = { ...imagesFor(trained), ...choice, weights, network, logits, input, engine };
        return channel.request('featureMaps', request, signal);
      }),
  };
}

type Job<T> = (channel: TrainerProcess['channel'], trained: TrainedWeights) => Promise<T>;

function imagesFor({ data, classNames: classes }: TrainedWeights): { data: string; classes?: readonly string[] } {
  return classes === undefined ? { data } : { data, classes };
}

async function trainedOf({ trained }: ViewContent): Promise<TrainedWeights> {
  if (trained === undefined) throw new UserError('This network has no trained weights: train it, or open a file of weights.'); // prettier-ignore
  const found = await trained();
  await access(found.weights).catch(() => {
    throw new UserError(`There are no weights at ${found.weights} yet: a run writes them at the end of an epoch.`);
  });
  return found;
}
