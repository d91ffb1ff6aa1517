import type { BatchScore } from './trainableNetwork';

/** A batch's logits [count × classes] and the labels that they should show. */
export interface ClassifiedBatch {
  readonly labels: Int32Array;
  readonly logits: Float32Array;
  readonly classes: number;
}

/** The sum of −log softmax(logits)[label], and how many of the largest logits are the label's. */
export function scoreLogits({ labels, logits, classes }: ClassifiedBatch): BatchScore {
  let [lossSum, correct] = [0, 0];
  labels.forEach((label, row) => {
    const values = rowOf(logits, row, classes);
    lossSum += logSumExp(values) - (values[label] ?? Number.NaN);
    if (largest(values) === label) correct++;
  });
  return { lossSum, correct };
}

/** The logits of one image. */
export function rowOf(logits: Float32Array, row: number, classes: number): Float32Array {
  return logits.subarray(row * classes, (row + 1) * classes);
}

/** The class of the largest logit, the first of equal ones. */
export function largest(values: Float32Array): number {
  return values.reduce((best, value, index) => (value > (values[best] ?? Number.NEGATIVE_INFINITY) ? index : best), 0);
}

/** log Σ exp of an image's logits. */
export function logSumExp(values: Float32Array): number {
  const top = Math.max(...values);
  return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0));
}
