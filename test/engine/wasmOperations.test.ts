import * as tf from '@tensorflow/tfjs';
import { assertSameOnWasm, noise, noise4D, startWasmForTests } from './wasmComparison';

/** What is computed of some inputs. */
interface Operation {
  readonly inputs: () => readonly tf.Tensor[];
  readonly compute: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
}

const matrix = (): tf.Tensor => noise([6, 5], 1);
const positive = (): tf.Tensor => tf.add(noise([6, 5], 1), 1.5);
const images = (): tf.Tensor => noise4D([4, 3, 5, 7], 2);

function of(input: () => tf.Tensor, compute: (x: tf.Tensor) => tf.Tensor): Operation {
  return { inputs: () => [input()], compute };
}

function ofTwo([a, b]: readonly [number[], number[]], compute: Operation['compute']): Operation {
  return { inputs: () => [noise(a, 3), tf.add(noise(b, 4), 1.5)], compute };
}

/** All that an eager network, its loss, its optimiser and its metrics differentiate. */
const differentiable: Readonly<Record<string, Operation>> = {
  relu: of(matrix, (x) => tf.relu(x)),
  square: of(matrix, (x) => tf.square(x)),
  sqrt: of(positive, (x) => tf.sqrt(x)),
  rsqrt: of(positive, (x) => tf.rsqrt(x)),
  exp: of(matrix, (x) => tf.exp(x)),
  log: of(positive, (x) => tf.log(x)),
  abs: of(matrix, (x) => tf.abs(x)),
  neg: of(matrix, (x) => tf.neg(x)),
  maximumWithZero: of(matrix, (x) => tf.maximum(x, 0)),
  clip: of(matrix, (x) => tf.clipByValue(x, -0.5, 0.5)),
  softmax: of(matrix, (x) => tf.softmax(x)),
  logSoftmax: of(matrix, (x) => tf.logSoftmax(x)),
  sum: of(images, (x) => tf.sum(x)),
  sumOverImages: of(images, (x) => tf.sum(x, [0, 1, 2])),
  sumOverImagesKept: of(images, (x) => tf.sum(x, [0, 1, 2], true)),
  sumOverColumns: of(matrix, (x) => tf.sum(x, 1)),
  sumOverRows: of(matrix, (x) => tf.sum(x, 0)),
  sumFromTheEnd: of(images, (x) => tf.sum(x, [-2, -3, -4])),
  mean: of(images, (x) => tf.mean(x)),
  meanOverImages: of(images, (x) => tf.mean(x, [0, 1, 2])),
  meanOverImagesKept: of(images, (x) => tf.mean(x, [0, 1, 2], true)),
  meanOverPixels: of(images, (x) => tf.mean(x, [1, 2])),
  moments: of(images, (x) => tf.add(tf.moments(x, [0, 1, 2]).mean, tf.moments(x, [0, 1, 2]).variance)),
  largest: of(matrix, (x) => tf.max(x, 1)),
  transpose: of(images, (x) => tf.transpose(x, [3, 0, 2, 1])),
  reshape: of(images, (x) => tf.reshape(x, [12, 35])),
  slice: of(images, (x) => tf.slice(x, [1, 0, 2, 3], [2, 3, 2, 4])),
  pad: of(images, (x) =>
    tf.pad(x, [
      [0, 0],
      [1, 2],
      [3, 0],
      [0, 4],
    ]),
  ),
  tile: of(matrix, (x) => tf.tile(x, [2, 3])),
  broadcastTo: of(
    () => noise([1, 5], 1),
    (x) => tf.broadcastTo(x, [6, 5]),
  ),
  cast: of(matrix, (x) => tf.cast(x, 'float32')),
  gather: of(matrix, (x) => tf.gather(x, tf.tensor1d([5, 0, 0, 2], 'int32'))),
  gatherColumns: of(matrix, (x) => tf.gather(x, tf.tensor1d([4, 1, 1], 'int32'), 1)),
  split: of(matrix, (x) => tf.addN(tf.split(x, 3, 0))),
  stack: of(matrix, (x) => tf.stack([x, tf.square(x)], 1)),
  averagePool: of(images, (x) => tf.avgPool(x.as4D(4, 3, 5, 7), [3, 5], 1, 'valid')),
  subsample: of(images, (x) => tf.maxPool(x.as4D(4, 3, 5, 7), 1, 2, 'valid')),
  concat: ofTwo(
    [
      [4, 5],
      [3, 5],
    ],
    (a, b) => tf.concat([a, b]),
  ),
  concatChannels: ofTwo(
    [
      [4, 5],
      [4, 2],
    ],
    (a, b) => tf.concat([a, b], 1),
  ),
  add: ofTwo([[6, 5], [5]], (a, b) => tf.add(a, b)),
  addN: ofTwo(
    [
      [6, 5],
      [6, 5],
    ],
    (a, b) => tf.addN([a, b, a]),
  ),
  sub: ofTwo(
    [
      [6, 5],
      [1, 5],
    ],
    (a, b) => tf.sub(a, b),
  ),
  mul: ofTwo([[4, 3, 5, 7], [7]], (a, b) => tf.mul(a, b)),
  div: ofTwo(
    [
      [6, 5],
      [6, 1],
    ],
    (a, b) => tf.div(a, b),
  ),
  squaredDifference: ofTwo(
    [
      [6, 5],
      [6, 5],
    ],
    (a, b) => tf.squaredDifference(a, b),
  ),
  where: ofTwo(
    [
      [6, 5],
      [6, 5],
    ],
    (a, b) => tf.where(tf.greater(noise([6, 5], 8), 0), a, b),
  ),
  matMul: ofTwo(
    [
      [6, 5],
      [5, 9],
    ],
    (a, b) => tf.matMul(a, b),
  ),
  matMulTransposedFirst: ofTwo(
    [
      [5, 6],
      [5, 9],
    ],
    (a, b) => tf.matMul(a, b, true),
  ),
  matMulTransposedSecond: ofTwo(
    [
      [6, 5],
      [9, 5],
    ],
    (a, b) => tf.matMul(a, b, false, true),
  ),
  matMulTransposedBoth: ofTwo(
    [
      [5, 6],
      [9, 5],
    ],
    (a, b) => tf.matMul(a, b, true, true),
  ),
  matMulOfBatches: ofTwo(
    [
      [3, 6, 5],
      [3, 5, 2],
    ],
    (a, b) => tf.matMul(a, b),
  ),
  matMulOfOneBatch: ofTwo(
    [
      [1, 6, 5],
      [1, 2, 5],
    ],
    (a, b) => tf.matMul(a, b, false, true),
  ),
  scalarProduct: ofTwo(
    [
      [1, 700],
      [1, 700],
    ],
    (a, b) => tf.matMul(a, b, false, true),
  ),
};

/** Results that have no gradient. */
const constant: Readonly<Record<string, Operation>> = {
  argMax: of(matrix, (x) => tf.argMax(x, 1)),
  equal: of(matrix, (x) => tf.cast(tf.equal(x, x), 'float32')),
  oneHot: of(
    () => tf.tensor1d([2, 0, 1], 'int32'),
    (x) => tf.oneHot(x, 4),
  ),
  sumOfIntegers: of(
    () =>
      tf.tensor2d(
        [
          [1, 2],
          [3, 4],
        ],
        [2, 2],
        'int32',
      ),
    (x) => tf.sum(x, 0),
  ),
  segmentSum: of(matrix, (x) => tf.unsortedSegmentSum(x, tf.tensor1d([2, 0, -1, 2, 3, 0], 'int32'), 5)),
};

describe('operations on WASM', function () {
  this.timeout(60_000);
  before(startWasmForTests);

  for (const [name, { inputs, compute }] of Object.entries(differentiable))
    it(`has the reference's ${name} and its gradients`, async () => {
      const differentiate = (): tf.Tensor[] => {
        const [a = tf.scalar(0), b = a] = inputs();
        const result = (): tf.Tensor => compute(a, b);
        const y = result();
        return [y, ...tf.grads(result)(a === b ? [a] : [a, b], noise(y.shape, 9))];
      };
      await assertSameOnWasm(differentiate, { tolerance: 2e-6, name });
    });

  for (const [name, { inputs, compute }] of Object.entries(constant))
    it(`has the reference's ${name}`, async () => {
      const run = (): tf.Tensor[] => {
        const [a = tf.scalar(0)] = inputs();
        return [compute(a, a)];
      };
      await assertSameOnWasm(run, { tolerance: 1e-6, name });
    });
});
