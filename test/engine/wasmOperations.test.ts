import * as tf from '@tensorflow/tfjs';
import { assertSameOnWasm, noise, noise4D, startWasmForTests } from './wasmComparison';

/** A differentiable operation: its inputs, and what is computed of them. */
interface Operation {
  readonly inputs: () => tf.Tensor[];
  readonly compute: (...inputs: tf.Tensor[]) => tf.Tensor;
}

const matrix = (): tf.Tensor => noise([6, 5], 1);
const images = (): tf.Tensor => noise4D([4, 3, 5, 7], 2);
const positive = (): tf.Tensor => tf.add(noise([6, 5], 1), 1.5);
const one = (compute: (x: tf.Tensor) => tf.Tensor, input = matrix): Operation => ({
  inputs: () => [input()],
  compute: (x) => compute(x),
});
