import { embeddedClasses } from '../protocol/cifar10';
import { buildArchitecture, checkEngine } from '../protocol/checkTrainOptions';
import { readNetworkNote } from '../protocol/recognition/networkNote';
import type { TestOptions } from '../protocol/trainerContract';
import { BatchAssembler } from './data/batchAssembler';
import { startEngine } from './engines/ladder';
import type { Scoring } from './evaluate';
import type { TrainerFolders } from './folders';
import { openNetwork } from './openNetwork';
import { testSplit } from './testSplit';
import type { TrainableNetwork } from './trainableNetwork';
import { readWeightsHeader, withFile } from './weights/weightsHeader';

/** The test images and how they are gone through, with the classes' names. */
export type NamedScoring = Scoring & { readonly classNames: readonly string[] };

/** Opens a trained network and the data's test images, uses them, and frees both. */
export async function withTrainedNetwork<T>(
  request: { readonly options: TestOptions; readonly signal: AbortSignal; readonly folders: TrainerFolders },
  use: (network: TrainableNetwork, scoring: NamedScoring) => Promise<T>,
): Promise<T> {
  const { options, signal, folders } = request;
  checkEngine(options.engine);
  buildArchitecture(options, 2);
  const { data, limit } = options;
  const classes = options.classes ?? (await classesFor(options.weights));
  const dataset = await testSplit({ data, classes, limit }, folders);
  const architecture = buildArchitecture(options, dataset.classes.length);
  const engine = await startEngine(options.engine, folders);
  const { network } = await openNetwork(architecture, {
    weights: options.weights,
    seed: 0,
    engine: engine.name,
    batchSize: options.batchSize,
    step: 'auto',
    optimizer: { kind: 'sgd', momentum: 0, weightDecay: 0 },
  });
  const batches = new BatchAssembler({ splits: { test: dataset.test } });
  try {
    return await use(network, {
      batches,
      batchSize: options.batchSize,
      classes: dataset.classes.length,
      classNames: dataset.classes,
      signal,
    });
  } finally {
    network.dispose();
    await batches.dispose();
  }
}

/** Those that the file names; what other weights of two classes were most likely trained on; else nothing, which means all. */
async function classesFor(file: string): Promise<readonly string[] | undefined> {
  const { entries, metadata } = await withFile(file, readWeightsHeader);
  const count = entries.find(({ name }) => heads.includes(name))?.shape[0];
  const { classes } = readNetworkNote(metadata);
  if (classes?.length === count) return classes;
  return count === embeddedClasses.length ? embeddedClasses : undefined;
}

/** The last layers of the networks that have a row a class. */
const heads = ['fc.weight', 'classifier.6.weight', 'fc8.weight'];
