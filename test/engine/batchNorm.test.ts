import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { UserError } from '../../src/protocol/userError';
import { batchNormTrain } from '../../src/trainer/eager/batchNorm';
import { assertNormalises, batchNormShapes } from './batchNormReference';
import { startWasmForTests } from './wasmComparison';

describe('batch norm in training', function () {
  this.timeout(60_000);
  before(startWasmForTests);

  for (const backend of ['cpu', 'wasm'])
    it(`is its definition differentiated, on ${backend}`, async () => {
      for (const shape of batchNormShapes) await assertNormalises(backend, shape);
    });

  it('gives statistics that outlive the tidy of a training step', () => {
    const before = tf.memory().numTensors;
    const found: tf.Tensor1D[] = [];
    const step = tf.tidy(() => {
      const weight = tf.variable(tf.ones<tf.Rank.R1>([2]));
      return tf.variableGrads(() => {
        const { y, mean, variance } = batchNormTrain(tf.tensor4d([1, 5, 3, 9], [2, 1, 1, 2]), {
          weight,
          bias: tf.zeros([2]),
          epsilon: 0,
        });
        found.push(mean, variance);
        return tf.sum(y).asScalar();
      }, [weight]);
    });
    tf.dispose(step);
    assert.deepEqual(
      found.map((tensor) => [...tensor.dataSync()]),
      [
        [2, 7],
        [2, 8],
      ],
    );
    tf.dispose(found);
    tf.disposeVariables();
    assert.equal(tf.memory().numTensors, before);
  });

  it('refuses a single value per channel, as PyTorch does', () => {
    const single = (): unknown =>
      batchNormTrain(tf.zeros([1, 1, 1, 4]), { weight: tf.ones([4]), bias: tf.zeros([4]), epsilon: 1e-5 });
    assert.throws(
      () => tf.tidy(() => void single()),
      (error) =>
        error instanceof UserError && error.message.startsWith('Expected more than 1 value per channel when training'),
    );
  });
});
