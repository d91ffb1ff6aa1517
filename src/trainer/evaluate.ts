import type { Evaluation, Predictions } from '../protocol/trainerContract';
import { breathe } from './breathe';
import type { Batch } from './data/assembleBatch';
import type { BatchSource } from './data/batchSource';
import { largest, rowOf, scoreLogits } from './scoreLogits';
import type { BatchScore, TrainableNetwork } from './trainableNetwork';

/** Where the test images come from. */
export interface Scoring {
  readonly batches: BatchSource;
  readonly batchSize: number;
  readonly classes: number;
  readonly signal?: AbortSignal;
}

/** A batch of test images in evaluation mode. */
export interface ScoredBatch extends BatchScore {
  readonly count: number;
  readonly labels: Int32Array;
  /** [count × classes] */
  readonly logits: Float32Array;
}

/** Runs the test images in their stored order through the network. */
export async function* scoreBatches(
  network: TrainableNetwork,
  scoring: Scoring,
): AsyncGenerator<ScoredBatch, void, undefined> {
  const { batches, batchSize, classes, signal } = scoring;
  for await (const batch of batches.batches({ split: 'test', batchSize, signal }))
    yield await scored(network, batch, classes);
}

async function scored(network: TrainableNetwork, batch: Batch, classes: number): Promise<ScoredBatch> {
  await breathe();
  const logits = await network.logits(batch);
  return {
    count: batch.count,
    labels: batch.labels,
    logits,
    ...scoreLogits({ labels: batch.labels, logits, classes }),
  };
}

/** Logits and labels of all test images. */
export async function predict(network: TrainableNetwork, scoring: Scoring): Promise<Predictions> {
  const logits: number[][] = [];
  const labels: number[] = [];
  for await (const batch of scoreBatches(network, scoring)) {
    batch.labels.forEach((label, row) => {
      labels.push(label);
      logits.push([...rowOf(batch.logits, row, scoring.classes)]);
    });
  }
  return { logits, labels };
}

/** Mean cross-entropy and accuracy over the test images, and each class's accuracy. */
export async function evaluate(
  network: TrainableNetwork,
  scoring: Scoring & { readonly classNames: readonly string[] },
): Promise<Evaluation> {
  const perClass = scoring.classNames.map((name) => ({ class: name, correct: 0, images: 0 }));
  let loss = 0;
  for await (const batch of scoreBatches(network, scoring)) {
    loss += batch.lossSum;
    batch.labels.forEach((label, row) => {
      const tally = perClass[label];
      if (tally === undefined) return;
      tally.images++;
      if (largest(rowOf(batch.logits, row, scoring.classes)) === label) tally.correct++;
    });
  }
  const images = perClass.reduce((sum, tally) => sum + tally.images, 0);
  const correct = perClass.reduce((sum, tally) => sum + tally.correct, 0);
  return {
    loss: loss / images,
    accuracy: correct / images,
    perClass: perClass.map((tally) => ({
      class: tally.class,
      accuracy: tally.images === 0 ? null : tally.correct / tally.images,
      images: tally.images,
    })),
  };
}
