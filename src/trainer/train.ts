import type { EpochResult, RunEvent, RunResult, TrainOptions } from '../protocol/run';
import { UserError } from '../protocol/userError';
import { Beat, messageInterval } from './beat';
import { breathe } from './breathe';
import type { Batch } from './data/assembleBatch';
import type { BatchAssembler } from './data/batchAssembler';
import { shuffledOrder } from './data/shuffledOrder';
import { scoreBatches } from './evaluate';
import { MeasuringPace } from './measuringPace';
import { StepBuffer, type StepPlace } from './stepBuffer';
import type { StepOutcome, TrainableNetwork } from './trainableNetwork';

/** What a run needs besides its options. */
export interface TrainingContext {
  readonly network: TrainableNetwork;
  readonly batches: BatchAssembler;
  readonly trainImages: number;
  readonly testImages: number;
  readonly classes: number;
  readonly signal: AbortSignal;
  /** Keeps the weights as they are; called at each epoch's end and when the run is stopped. */
  saveWeights(): Promise<void>;
}

/** Trains epoch by epoch; between batches it listens to the signal, and a stopped run still keeps its weights. */
export async function* train(
  options: TrainOptions,
  context: TrainingContext,
): AsyncGenerator<RunEvent, RunResult, undefined> {
  const started = performance.now();
  const epochs: EpochResult[] = [];
  const buffer = new StepBuffer(options.learningRate);
  const pace = new MeasuringPace(options.liveMetrics);
  let saved = false;
  while (epochs.length < options.epochs && !context.signal.aborted) {
    const result = yield* trainEpoch(epochs.length + 1, options, { ...context, buffer, pace });
    await context.saveWeights(); // of a stopped epoch as well
    saved = true;
    if (result === undefined) break;
    epochs.push(result);
    yield { type: 'epoch', ...result };
  }
  if (!saved) await context.saveWeights();
  const accuracies = epochs.map((epoch) => epoch.testAccuracy);
  return {
    stopped: epochs.length < options.epochs,
    steps: buffer.steps,
    epochs,
    bestAccuracy: accuracies.length === 0 ? undefined : Math.max(...accuracies),
    seconds: (performance.now() - started) / 1000,
  };
}

type EpochContext = TrainingContext & { readonly buffer: StepBuffer; readonly pace: MeasuringPace };

/** One epoch's steps and its evaluation; nothing if it was stopped on the way. */
async function* trainEpoch(
  epoch: number,
  options: TrainOptions,
  context: EpochContext,
): AsyncGenerator<RunEvent, EpochResult | undefined, undefined> {
  const started = performance.now();
  const { buffer, signal } = context;
  buffer.beginEpoch(epoch);
  yield* trainBatches(epoch, options, context);
  if (signal.aborted) return undefined;
  const test = yield* evaluateEpoch(epoch, options, context);
  if (test === undefined) return undefined;
  return {
    epoch,
    step: buffer.steps,
    trainLoss: buffer.epochLoss,
    trainAccuracy: buffer.epochAccuracy,
    ...test,
    seconds: (performance.now() - started) / 1000,
  };
}

async function* trainBatches(
  epoch: number,
  options: TrainOptions,
  context: EpochContext,
): AsyncGenerator<RunEvent, void, undefined> {
  const { buffer, batches, trainImages, signal } = context;
  const order = shuffledOrder(trainImages, options.seed, epoch);
  let ended = performance.now();
  try {
    for await (const batch of batches.batches({ split: 'train', order, batchSize: options.batchSize })) {
      if (signal.aborted) break;
      const outcome = await trainBatch(batch, options, context);
      const now = performance.now();
      buffer.push({ ...outcome, count: batch.count, ms: now - ended });
      ended = now;
      if (buffer.due()) yield { type: 'steps', ...buffer.take() };
      await breathe();
    }
  } finally {
    // also the last steps before a failure, which are those that tell why
    if (buffer.size > 0) yield { type: 'steps', ...buffer.take() };
  }
}

async function trainBatch(batch: Batch, { learningRate }: TrainOptions, context: EpochContext): Promise<StepOutcome> {
  const { buffer, pace, network } = context;
  const begun = performance.now();
  const measure = pace.due(begun);
  const outcome = await namingStep(buffer.place(), () => network.step(batch, { learningRate, measure }));
  pace.took(performance.now() - begun, measure);
  return outcome;
}

async function* evaluateEpoch(
  epoch: number,
  options: TrainOptions,
  context: EpochContext,
): AsyncGenerator<RunEvent, { testLoss: number; testAccuracy: number } | undefined, undefined> {
  const { testImages: total, classes, batches, network, signal } = context;
  const beat = new Beat(messageInterval);
  let [done, loss, correct] = [0, 0, 0];
  for await (const score of scoreBatches(network, { batches, batchSize: options.batchSize, classes })) {
    if (signal.aborted) return undefined;
    done += score.count;
    loss += score.lossSum;
    correct += score.correct;
    if (done === total || beat.due()) yield { type: 'evaluating', epoch, done, total };
  }
  return { testLoss: loss / done, testAccuracy: correct / done };
}

/** Gives a failed step its place in the run. */
async function namingStep<T>({ step, epoch }: StepPlace, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UserError)
      throw new UserError(`Training failed at step ${step} (epoch ${epoch}): ${error.message}`, error.reason);
    throw error;
  }
}
