import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { batchNormTrain } from '../../src/trainer/eager/batchNorm';
import { aliveOnBackend, assertClose, noise, noise4D, startWasmForTests } from './wasmComparison';

const labels = [0, 1, 2, 1, 0, 2];

/** A small residual network's variables, the same on every backend. */
function variables() {
  const filter = (shape: readonly [number, number, number, number], seed: number): tf.Variable<tf.Rank.R4> =>
    tf.variable(tf.mul(noise4D(shape, seed), 0.4));
  return {
    stem: filter([3, 3, 3, 8], 1),
    weight: tf.variable(tf.ones<tf.Rank.R1>([8])),
    bias: tf.variable(tf.zeros<tf.Rank.R1>([8])),
    branch: filter([3, 3, 8, 16], 2),
    shortcut: filter([1, 1, 8, 16], 3),
    dense: tf.variable(tf.mul(noise([16, 3], 4), 0.4)),
  };
}

type Variables = ReturnType<typeof variables>;

const one: [number, number] = [1, 1];
const around: Parameters<typeof tf.conv2d>[3] = [[0, 0], one, one, [0, 0]];

/** Stem, batch norm, pooling, one residual block of stride 2, and the loss. */
function lossOf({ stem, weight, bias, branch, shortcut, dense }: Variables, images: tf.Tensor4D): tf.Scalar {
  const normal = batchNormTrain(tf.conv2d(images, stem, 1, around), { weight, bias, epsilon: 1e-5 });
  tf.dispose([normal.mean, normal.variance]);
  const pooled = tf.maxPool(tf.relu(normal.y), 3, 2, around);
  const block = tf.add(tf.conv2d(pooled, branch, 2, around), tf.conv2d(pooled, shortcut, 2, 'valid'));
  const logits = tf.matMul(tf.mean(tf.relu(block), [1, 2]), dense);
  const targets = tf.oneHot(tf.tensor1d(labels, 'int32'), 3);
  return tf.neg(tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1)));
}

interface Run {
  readonly losses: readonly number[];
  /** What is alive after each step. */
  readonly alive: readonly ReturnType<typeof aliveOnBackend>[];
  /** The first step's gradients. */
  readonly gradients: readonly Float32Array[];
}

/** Plain gradient descent from the same start on a backend. */
async function descend(backend: string, steps: number): Promise<Run> {
  await tf.setBackend(backend);
  const network = tf.tidy(variables);
  const images = noise4D([labels.length, 9, 9, 3], 5);
  const run = Array.from({ length: steps }, () => descendOnce(network, images));
  tf.dispose([network, images]);
  return {
    losses: run.map(({ loss }) => loss),
    alive: run.map(({ alive }) => alive),
    gradients: run[0]?.gradients ?? [],
  };
}

function descendOnce(
  network: Variables,
  images: tf.Tensor4D,
): { loss: number; alive: Run['alive'][number]; gradients: Float32Array[] } {
  const parameters = Object.values(network);
  const { value, grads } = tf.tidy(() => tf.variableGrads(() => lossOf(network, images), parameters));
  const gradients = parameters.map(({ name }) => grads[name] ?? tf.scalar(Number.NaN));
  parameters.forEach((parameter, index) => {
    tf.tidy(() => parameter.assign(tf.sub(parameter, tf.mul(gradients[index] ?? Number.NaN, 0.1))));
  });
  const [loss = Number.NaN] = value.dataSync();
  const values = gradients.map((gradient) => Float32Array.from(gradient.dataSync()));
  tf.dispose([value, grads]);
  return { loss, alive: aliveOnBackend(), gradients: values };
}

describe('training on WASM', function () {
  this.timeout(60_000);
  before(startWasmForTests);

  it("has the reference's first gradients and goes the same way down", async () => {
    const expected = await descend('cpu', 12);
    const actual = await descend('wasm', 12);
    expected.gradients.forEach((gradient, index) => {
      assertClose(actual.gradients[index], gradient, { tolerance: 5e-6, name: `gradient ${index}` });
    });
    assertClose(Float32Array.from(actual.losses), expected.losses, { tolerance: 1e-4, name: 'losses' });
    const [first = 0, last = 0] = [actual.losses.at(0), actual.losses.at(-1)];
    assert.ok(last < 0.8 * first, `the loss went from ${first} to ${last}`);
  });

  it('keeps no tensor from step to step', async () => {
    const { alive } = await descend('wasm', 4);
    for (const step of alive) assert.deepEqual(step, alive[0]);
  });
});
