import { analyze } from '../model/analyze';
import type { Architecture } from '../model/layer';
import { checkLastBatch } from './checkLastBatch';
import { buildArchitecture, checkTrainOptions } from '../protocol/checkTrainOptions';
import type { RunEvent, RunResult, RunStart, TrainOptions } from '../protocol/run';
import { chosenData } from './chosenData';
import { BatchAssembler } from './data/batchAssembler';
import { defaultNormalisation } from './data/assembleBatch';
import type { Dataset } from './data/dataset';
import { openDataset, type DatasetRequest } from './data/openDataset';
import { startEngine, type StartedEngine } from './engines/ladder';
import type { TrainerFolders } from './folders';
import { openNetwork } from './openNetwork';
import { writeSafetensors } from './safetensors';
import { train } from './train';
import type { TrainableNetwork } from './trainableNetwork';

/** A run as asked for: its options, where its weights go, and the signal that stops it. */
export interface TrainRequest {
  readonly options: TrainOptions;
  readonly weightsOut: string | undefined;
  readonly signal: AbortSignal;
  readonly folders: TrainerFolders;
}

/** Opens the data, starts the engine, builds the network and trains it; everything is freed at the end, however it ends. */
export async function* runTraining({
  options,
  weightsOut,
  signal,
  folders,
}: TrainRequest): AsyncGenerator<RunEvent, RunResult, undefined> {
  checkTrainOptions(options);
  const dataset = await openDataset(dataOf(options, folders));
  const architecture = buildArchitecture(options, dataset.classes.length);
  checkLastBatch(architecture, dataset.train.count, options.batchSize);
  const engine = await startEngine(options.engine, folders);
  const { optimizer: kind, momentum, weightDecay } = options;
  const network = await openNetwork(architecture, {
    weights: options.weights,
    seed: options.seed,
    optimizer: { kind, momentum, weightDecay },
  });
  const batches = new BatchAssembler({
    splits: { train: dataset.train, test: dataset.test },
    normalisation: defaultNormalisation,
  });
  try {
    yield { type: 'start', ...startOf({ options, dataset, architecture, engine, network }) };
    return yield* train(options, {
      network,
      batches,
      trainImages: dataset.train.count,
      testImages: dataset.test.count,
      classes: dataset.classes.length,
      signal,
      saveWeights: async () => {
        if (weightsOut !== undefined)
          await writeSafetensors(weightsOut, await network.stateDict(), { format: 'pt', model: architecture.name });
      },
    });
  } finally {
    network.dispose();
    await batches.dispose();
  }
}

interface Opened {
  readonly options: TrainOptions;
  readonly dataset: Dataset;
  readonly architecture: Architecture;
  readonly engine: StartedEngine;
  readonly network: TrainableNetwork;
}

function startOf({ options, dataset, architecture, engine, network }: Opened): RunStart {
  return {
    engine: engine.name,
    engineDetail: engine.detail,
    passedOver: engine.passedOver,
    data: dataset.source,
    model: architecture.name,
    input: architecture.input,
    classes: dataset.classes,
    params: analyze(architecture).totals.params,
    trainImages: dataset.train.count,
    testImages: dataset.test.count,
    stepsPerEpoch: Math.ceil(dataset.train.count / options.batchSize),
    epochs: options.epochs,
    batchSize: options.batchSize,
    tensors: network.tensorNames,
    blocks: network.blockNames,
  };
}

function dataOf(
  { data, classes, limitTrain, limitTest }: TrainOptions,
  { home, embedded }: TrainerFolders,
): DatasetRequest {
  return { data: chosenData(data, home), classes, limitTrain, limitTest, home, embedded };
}
