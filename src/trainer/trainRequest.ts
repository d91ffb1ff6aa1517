import { analyze } from '../model/analyze';
import type { Architecture } from '../model/layer';
import { checkLastBatch } from './checkLastBatch';
import { buildArchitecture, checkTrainOptions } from '../protocol/checkTrainOptions';
import type { RunEvent, RunResult, RunStart, TrainOptions } from '../protocol/run';
import { readCheckpoint, type Progress } from './checkpoint';
import { chosenData } from './chosenData';
import { BatchAssembler } from './data/batchAssembler';
import { imageBytes } from './data/cifar10Layout';
import { KeptBatches } from './data/keptBatches';
import type { Dataset } from './data/dataset';
import { defaultNormalisation } from './data/normalisation';
import { openDataset, type DatasetRequest } from './data/openDataset';
import { startEngine, type StartedEngine } from './engines/ladder';
import type { TrainerFolders } from './folders';
import { explainFailure } from './outOfMemory';
import { openNetwork, type OpenedNetwork } from './openNetwork';
import { keepEarlierBest, saveRun, type RunOutputs } from './saveRun';
import { train } from './train';
import type { TrainingControl } from './trainingControl';

/** A run as asked for: its options, where its weights go, and the signal that stops it. */
export interface TrainRequest extends RunOutputs {
  readonly options: TrainOptions;
  /** The checkpoint to go on from. */
  readonly resume?: string | undefined;
  /** The best weights of the run that it belongs to, if that has kept any. */
  readonly resumeBest?: string | undefined;
  readonly control: TrainingControl;
  readonly signal: AbortSignal;
  readonly folders: TrainerFolders;
}

/** Opens the data, starts the engine, builds the network and trains it; everything is freed at the end, however it ends. */
export async function* runTraining({
  options,
  resume,
  resumeBest,
  control,
  signal,
  folders,
  ...outputs
}: TrainRequest): AsyncGenerator<RunEvent, RunResult, undefined> {
  checkTrainOptions(options);
  const dataset = await openDataset(dataOf(options, folders));
  const architecture = buildArchitecture(options, dataset.classes.length);
  checkLastBatch(architecture, dataset.train.count, options.batchSize);
  const engine = await startEngine(options.engine, folders);
  const checkpoint = resume === undefined ? undefined : await readCheckpoint(resume, options);
  const { optimizer: kind, momentum, weightDecay } = options;
  const splits = { train: dataset.train, test: dataset.test };
  const explain = (error: unknown): Promise<unknown> => explainFailure(error, { architecture, options }, engine.name);
  const opened = await openNetwork(architecture, {
    weights: checkpoint === undefined ? options.weights : { state: checkpoint.state, name: 'the checkpoint' },
    newHead: checkpoint === undefined && options.newHead,
    optimizerState: checkpoint?.optimizer,
    seed: options.seed,
    engine: engine.name,
    batchSize: options.batchSize,
    step: options.step,
    augmented: options.randomCrop > 0 || options.randomHorizontalFlip > 0,
    optimizer: { kind, momentum, weightDecay },
    labelSmoothing: options.labelSmoothing,
    precision: options.precision,
    input: { normalisation: defaultNormalisation, cropPadding: options.randomCrop },
    kept: Object.values(splits),
  }).catch(async (error: unknown) => {
    throw await explain(error);
  });
  const { network } = opened;
  const batches = opened.keepsImages ? new KeptBatches(splits) : new BatchAssembler({ splits });
  try {
    yield {
      type: 'start',
      ...startOf({ options, dataset, architecture, engine, opened, resumed: checkpoint?.progress }),
    };
    await keepEarlierBest(resumeBest, outputs.bestOut);
    return yield* train(options, {
      network,
      batches,
      trainImages: dataset.train.count,
      testImages: dataset.test.count,
      classes: dataset.classes.length,
      testPixels: (image) => dataset.test.pixels.subarray(image * imageBytes, (image + 1) * imageBytes),
      signal,
      control,
      resumed: checkpoint?.progress,
      explain,
      save: (progress) => saveRun(outputs, progress, { network, architecture, options, classes: dataset.classes }),
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
  readonly opened: OpenedNetwork;
  readonly resumed: Progress | undefined;
}

function startOf({ options, dataset, architecture, engine, opened, resumed }: Opened): RunStart {
  return {
    engine: engine.name,
    engineDetail: engine.detail,
    step: opened.step,
    stepDetail: opened.detail,
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
    ...opened.network.rows,
    ...(resumed === undefined
      ? {}
      : { resumed: { steps: resumed.steps, epochs: resumed.epochs.length, rate: resumed.rate } }),
  };
}

function dataOf(
  { data, classes, limitTrain, limitTest }: TrainOptions,
  { home, embedded }: TrainerFolders,
): DatasetRequest {
  return { data: chosenData(data, home), classes, limitTrain, limitTest, home, embedded };
}
