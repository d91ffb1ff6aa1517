import type { EpochResult, RunEvent, RunResult, TrainOptions } from '../protocol/run';
import { UserError } from '../protocol/userError';
import { freshProgress, type Progress } from './checkpoint';
import { breathe } from './breathe';
import type { Batch } from './data/assembleBatch';
import { drawAugmentation } from './data/augmentation';
import type { BatchSource } from './data/batchSource';
import { shuffledOrder } from './data/shuffledOrder';
import { earlyStop } from './earlyStop';
import { learningRateAt } from './learningRate';
import { paceOf, type Pace } from './measuringPace';
import { NotFiniteLoss } from './notFiniteLoss';
import { obeyOrders } from './obeyOrders';
import { StepBuffer, type FinishedStep, type StepPlace } from './stepBuffer';
import type { TrainableNetwork } from './trainableNetwork';
import { testEpoch } from './testEpoch';
import type { TrainingControl } from './trainingControl';

/** What a run needs besides its options. */
export interface TrainingContext {
  readonly network: TrainableNetwork;
  readonly batches: BatchSource;
  readonly trainImages: number;
  readonly testImages: number;
  readonly classes: number;
  /** The stored pixels of a test image. */
  readonly testPixels: (image: number) => Uint8Array;
  readonly signal: AbortSignal;
  /** What it is told on its way. */
  readonly control: TrainingControl;
  /** Where the run goes on from; left out: from its beginning. */
  readonly resumed?: Progress | undefined;
  /** Keeps the weights as they are, and how far the run has come; called at each epoch's end and when it is stopped. */
  save(progress: Progress): Promise<void>;
  /** A step's failure as a sentence where there is one for it, else as it is. */
  readonly explain: (error: unknown) => Promise<unknown>;
}

/** Trains epoch by epoch; between batches it listens to the signal, and a stopped run still keeps its weights. */
export async function* train(
  options: TrainOptions,
  context: TrainingContext,
): AsyncGenerator<RunEvent, RunResult, undefined> {
  const { resumed = freshProgress, signal, control } = context;
  const started = control.now();
  control.restoreRate(resumed.rate);
  const buffer = new StepBuffer(resumed.steps);
  const epochContext = { ...context, buffer, pace: paceOf(options) };
  let progress = resumed;
  let end: EarlyEnd | undefined;
  if (signal.aborted) await context.save(progress);
  while (progress.epochs.length < options.epochs && !signal.aborted && end === undefined) {
    const outcome = yield* trainEpoch(progress, options, epochContext);
    progress = { ...progressAfter(progress, buffer, outcome), rate: control.rate };
    await context.save(progress);
    if (outcome.result === undefined) continue;
    yield { type: 'epoch', ...outcome.result };
    end = earlyEnd(progress.epochs, options, control);
  }
  const { epochs } = progress;
  const accuracies = epochs.map((epoch) => epoch.testAccuracy);
  return {
    ...(end ?? { stopped: epochs.length < options.epochs }),
    steps: buffer.steps,
    epochs,
    bestAccuracy: accuracies.length === 0 ? undefined : Math.max(...accuracies),
    seconds: (control.now() - started) / 1000,
  };
}

type EarlyEnd = Pick<RunResult, 'stopped' | 'reason'>;

/** How a run ends after a finished epoch that is not its last; nothing where it goes on. */
function earlyEnd(
  epochs: readonly EpochResult[],
  options: TrainOptions,
  { orders }: TrainingControl,
): EarlyEnd | undefined {
  if (epochs.length >= options.epochs) return undefined;
  const reason = earlyStop(epochs, options);
  if (reason !== undefined) return { stopped: false, reason };
  if (!orders.stopsAfterEpoch) return undefined;
  return { stopped: true, reason: `It was asked to stop after epoch ${epochs.length}.` };
}

/** After a finished epoch the next one comes; one that was stopped goes on where it is. */
function progressAfter(before: Progress, { steps, sums }: StepBuffer, { result, batches }: EpochOutcome): Progress {
  if (result === undefined) return { ...before, batches, sums, steps };
  const epochs = [...before.epochs, result];
  return { ...freshProgress, epoch: epochs.length + 1, steps, epochs };
}

type EpochContext = TrainingContext & { readonly buffer: StepBuffer; readonly pace: Pace };

/** What came of an epoch: no result if it was stopped on the way, after so many batches. */
interface EpochOutcome {
  readonly result: EpochResult | undefined;
  readonly batches: number;
}

/** One epoch's steps, from where it was left, and its evaluation. */
async function* trainEpoch(
  from: Progress,
  options: TrainOptions,
  context: EpochContext,
): AsyncGenerator<RunEvent, EpochOutcome, undefined> {
  const { buffer, signal, control } = context;
  const started = control.now();
  const { epoch } = from;
  buffer.beginEpoch(epoch, from.sums);
  const before = buffer.steps - from.batches;
  yield* trainBatches(from, options, context);
  const batches = buffer.steps - before;
  if (signal.aborted) return { result: undefined, batches };
  const test = yield* testEpoch(epoch, options.batchSize, context);
  if (test === undefined) return { result: undefined, batches };
  const result = {
    epoch,
    step: buffer.steps,
    trainLoss: buffer.epochLoss,
    trainAccuracy: buffer.epochAccuracy,
    ...test,
    seconds: (control.now() - started) / 1000,
  };
  return { result, batches };
}

async function* trainBatches(
  { epoch, batches: skip }: Progress,
  options: TrainOptions,
  context: EpochContext,
): AsyncGenerator<RunEvent, void, undefined> {
  const { buffer, batches, trainImages, signal, control } = context;
  const { seed, batchSize } = options;
  const order = shuffledOrder(trainImages, seed, epoch);
  const augmentation = drawAugmentation({ count: trainImages, seed, epoch }, options);
  let ended = control.now();
  try {
    for await (const batch of batches.batches({ split: 'train', order, batchSize, augmentation, skip })) {
      yield* obeyOrders(context);
      if (signal.aborted) break;
      const outcome = await trainBatch(batch, options, context);
      const now = control.now();
      buffer.push({ ...outcome, ms: now - ended });
      ended = now;
      if (buffer.due()) yield { type: 'steps', ...buffer.take() };
      await breathe();
    }
  } finally {
    // also the last steps before a failure, which are those that tell why
    if (buffer.size > 0) yield { type: 'steps', ...buffer.take() };
  }
}

async function trainBatch(
  batch: Batch,
  options: TrainOptions,
  { buffer, pace, network, trainImages, explain, control }: EpochContext,
): Promise<Omit<FinishedStep, 'ms'>> {
  const begun = control.now();
  const place = buffer.place();
  const measure = pace.due(begun, place.step);
  const stepsPerEpoch = Math.ceil(trainImages / options.batchSize);
  const schedule = { ...options, ...(control.rate === undefined ? {} : { learningRate: control.rate.learningRate }) };
  const learningRate = learningRateAt(schedule, (place.step - 1) / stepsPerEpoch);
  const outcome = await namingStep(place, explain, () => network.step(batch, { learningRate, measure }));
  pace.took(control.now() - begun, measure);
  return { ...outcome, learningRate, count: batch.count };
}

/** Gives a failed step its place in the run. */
async function namingStep<T>(place: StepPlace, explain: TrainingContext['explain'], run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (failure) {
    const error = await explain(failure);
    if (!(error instanceof UserError)) throw error;
    const message = `Training failed at step ${place.step} (epoch ${place.epoch}): ${error.message}`;
    throw error instanceof NotFiniteLoss ? error.at(place, message) : new UserError(message, error.reason);
  }
}
