import * as tf from '@tensorflow/tfjs';
import { batchNormTrain } from '../../src/trainer/eager/batchNorm';
import { assertClose, noise, noise4D, valuesOn } from './wasmComparison';

type Shape = readonly [number, number, number, number];

const epsilon = 1e-3;
const names = ['output', 'mean', 'variance', 'gradient of x', 'gradient of weight', 'gradient of bias'];

/** Channels that are far from standard: the first has a mean of 3, each next one a wider spread. */
function start(shape: Shape): { x: tf.Tensor4D; weight: tf.Tensor1D; bias: tf.Tensor1D } {
  const spread = tf.range(1, shape[3] + 1);
  return {
    x: tf.add(tf.mul(noise4D(shape, 1), spread), 3),
    weight: tf.add(noise([shape[3]], 2).as1D(), 1.5),
    bias: noise([shape[3]], 3).as1D(),
  };
}

/** What our batch norm gives, in the order of `names`. */
function ours(shape: Shape): tf.Tensor[] {
  const { x, weight, bias } = start(shape);
  const { y, mean, variance } = batchNormTrain(x, { weight, bias, epsilon });
  const again = (): tf.Tensor => {
    const pass = batchNormTrain(x, { weight, bias, epsilon });
    tf.dispose([pass.mean, pass.variance]);
    return pass.y;
  };
  return [y, mean, variance, ...tf.grads(again)([x, weight, bias], noise(shape, 4))];
}

/** The definition, differentiated automatically. */
function definition(shape: Shape): tf.Tensor[] {
  const { x, weight, bias } = start(shape);
  const count = x.size / shape[3];
  const normalise = (): tf.Tensor => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    return tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon))), weight), bias);
  };
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const unbiased = tf.mul(variance, count / (count - 1));
  return [normalise(), mean, unbiased, ...tf.grads(normalise)([x, weight, bias], noise(shape, 4))];
}

/** Asserts that a backend's batch norm is what automatic differentiation makes of its definition, and leaves no tensor behind. */
export async function assertNormalises(backend: string, shape: Shape): Promise<void> {
  const expected = await valuesOn('cpu', () => definition(shape));
  const actual = await valuesOn(backend, () => ours(shape));
  names.forEach((name, index) => {
    assertClose(actual[index], expected[index] ?? [], { tolerance: 1e-5, name: `${name} of ${shape.join('×')}` });
  });
}

/** Batches of images, of single pixels, and one image. */
export const batchNormShapes: readonly Shape[] = [
  [5, 3, 4, 7],
  [16, 8, 8, 6],
  [6, 1, 1, 5],
  [1, 4, 3, 2],
  [3, 5, 5, 1],
];
