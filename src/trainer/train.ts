import type { EpochResult, RunEvent, RunResult, TrainOptions } from '../protocol/run';
import { UserError } from '../protocol/userError';
import { Beat, messageInterval } from './beat';
import { freshProgress, type Progress } from './checkpoint';
import { breathe } from './breathe';
import type { Batch } from './data/assembleBatch';
import { drawAugmentation } from './data/augmentation';
import type { BatchSource } from './data/batchSource';
import { shuffledOrder } from './data/shuffledOrder';

import { learningRateAt } from './learningRate';
import { paceOf, type Pace } from './measuringPace';
import { TestTally } from './testTally';
import { StepBuffer, type FinishedStep, type StepPlace } from './stepBuffer';
import type { TrainableNetwork } from './trainableNetwork';

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
  const started = performance.now();
  const { resumed = freshProgress, signal } = context;
  const buffer = new StepBuffer(resumed.steps);
  const epochContext = { ...context, buffer, pace: paceOf(options) };
  let progress = resumed;
  if (signal.aborted) await context.save(progress);
  while (progress.epochs.length < options.epochs && !signal.aborted) {
    const outcome = yield* trainEpoch(progress, options, epochContext);
    progress = progressAfter(progress, buffer, outcome);
    await context.save(progress);
    if (outcome.result !== undefined) yield { type: 'epoch', ...outcome.result };
  }
  const { epochs } = progress;
  const accuracies = epochs.map((epoch) => epoch.testAccuracy);
  return {
    stopped: epochs.length < options.epochs,
    steps: buffer.steps,
    epochs,
    bestAccuracy: accuracies.length === 0 ? undefined : Math.max(...accuracies),
    seconds: (performance.now() - started) / 1000,
  };
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
  const started = performance.now();
  const { buffer, signal } = context;
  const { epoch } = from;
  buffer.beginEpoch(epoch, from.sums);
  const before = buffer.steps - from.batches;
  yield* trainBatches(from, options, context);
  const batches = buffer.steps - before;
  if (signal.aborted) return { result: undefined, batches };
  const test = yield* evaluateEpoch(epoch, options, context);
  if (test === undefined) return { result: undefined, batches };
  const result = {
    epoch,
    step: buffer.steps,
    trainLoss: buffer.epochLoss,
    trainAccuracy: buffer.epochAccuracy,
    ...test,
    seconds: (performance.now() - started) / 1000,
  };
  return { result, batches };
}

async function* trainBatches(
  { epoch, batches: skip }: Progress,
  options: TrainOptions,
  context: EpochContext,
): AsyncGenerator<RunEvent, void, undefined> {
  const { buffer, batches, trainImages, signal } = context;
  const { seed, batchSize } = options;
  const order = shuffledOrder(trainImages, seed, epoch);
  const augmentation = drawAugmentation({ count: trainImages, seed, epoch }, options);
  let ended = performance.now();
  try {
    for await (const batch of batches.batches({ split: 'train', order, batchSize, augmentation, skip })) {
      if (signal.aborted) break;
      const outcome = await trainBatch(batch, options, context);
      const now = performance.now();
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
  { buffer, pace, network, trainImages, explain }: EpochContext,
): Promise<Omit<FinishedStep, 'ms'>> {
  const begun = performance.now();
  const place = buffer.place();
  const measure = pace.due(begun, place.step);
  const stepsPerEpoch = Math.ceil(trainImages / options.batchSize);
  const learningRate = learningRateAt(options, (place.step - 1) / stepsPerEpoch);
  const outcome = await namingStep(place, explain, () => network.step(batch, { learningRate, measure }));
  pace.took(performance.now() - begun, measure);
  return { ...outcome, learningRate, count: batch.count };
}

async function* evaluateEpoch(
  epoch: number,
  options: TrainOptions,
  context: EpochContext,
): AsyncGenerator<RunEvent, { testLoss: number; testAccuracy: number } | undefined, undefined> {
  const { testImages: total, batches, network, signal } = context;
  const beat = new Beat(messageInterval);
  const tally = new TestTally(context.classes);
  let [done, loss, correct] = [0, 0, 0];
  for await (const batch of batches.batches({ split: 'test', batchSize: options.batchSize })) {
    await breathe();
    if (signal.aborted) return undefined;
    const score = await network.score(batch);
    done += batch.count;
    loss += score.lossSum;
    correct += score.correct;
    tally.add({ labels: batch.labels, logits: score.logits });
    if (done === total || beat.due()) yield { type: 'evaluating', epoch, done, total };
  }
  yield { type: 'tested', ...tally.result(epoch, context.testPixels) };
  return { testLoss: loss / done, testAccuracy: correct / done };
}

/** Gives a failed step its place in the run. */
async function namingStep<T>(
  { step, epoch }: StepPlace,
  explain: TrainingContext['explain'],
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (failure) {
    const error = await explain(failure);
    if (error instanceof UserError)
      throw new UserError(`Training failed at step ${step} (epoch ${epoch}): ${error.message}`, error.reason);
    throw error;
  }
}
