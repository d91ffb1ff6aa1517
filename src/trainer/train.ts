import type { EpochResult, RunEvent, RunResult, TrainOptions } from '../protocol/run';
import { UserError } from '../protocol/userError';
import type { BatchAssembler } from './data/batchAssembler';
import { shuffledOrder } from './data/shuffledOrder';
import { scoreBatches } from './evaluate';
import { MeasuringPace } from './measuringPace';
import { StepBuffer } from './stepBuffer';
import type { TrainableNetwork } from './trainableNetwork';

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
  while (epochs.length < options.epochs && !context.signal.aborted) {
    const result = yield* trainEpoch(epochs.length + 1, options, { ...context, buffer, pace });
    await context.saveWeights();
    if (result === undefined) break;
    epochs.push(result);
    yield { type: 'epoch', ...result };
  }
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
  { buffer, pace, batches, network, trainImages, signal }: EpochContext,
): AsyncGenerator<RunEvent, void, undefined> {
  const order = shuffledOrder(trainImages, options.seed, epoch);
  for await (const batch of batches.batches({ split: 'train', order, batchSize: options.batchSize })) {
    if (signal.aborted) break;
    const begun = performance.now();
    const measure = pace.due(begun);
    const outcome = await namingStep(buffer.steps + 1, epoch, () =>
      network.step(batch, { learningRate: options.learningRate, measure }),
    );
    const ms = performance.now() - begun;
    pace.took(ms, measure);
    buffer.push({ ...outcome, count: batch.count, ms });
    if (buffer.due()) yield { type: 'steps', ...buffer.take() };
    await breathe();
  }
  if (buffer.size > 0) yield { type: 'steps', ...buffer.take() };
}

async function* evaluateEpoch(
  epoch: number,
  options: TrainOptions,
  context: EpochContext,
): AsyncGenerator<RunEvent, { testLoss: number; testAccuracy: number } | undefined, undefined> {
  const { testImages: total, classes } = context;
  const scores = scoreBatches(context.network, { batches: context.batches, batchSize: options.batchSize, classes });
  let [done, loss, correct] = [0, 0, 0];
  for await (const score of scores) {
    if (context.signal.aborted) return undefined;
    done += score.count;
    loss += score.lossSum;
    correct += score.correct;
    yield { type: 'evaluating', epoch, done, total };
    await breathe();
  }
  return { testLoss: loss / done, testAccuracy: correct / done };
}

/** Gives a failed step its place in the run. */
async function namingStep<T>(step: number, epoch: number, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UserError)
      throw new UserError(`Training failed at step ${step} (epoch ${epoch}): ${error.message}`, error.reason);
    throw error;
  }
}

/** Lets messages in, a request to stop among them: the native calls of a step block the thread. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
