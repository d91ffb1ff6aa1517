import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import util from 'node:util';
import { batchNormTrain } from '../../src/trainer/eager/batchNorm';
import { assertNormalises, batchNormShapes } from './batchNormReference';

describe('batch norm in training, native', function () {
  this.timeout(120_000);

  before(async () => {
    assert.ok(
      process.env['RESNET_TFJS_BINDING'],
      "RESNET_TFJS_BINDING must name the installed engine's tfjs_binding.node",
    );
    if (!('isNullOrUndefined' in util))
      Object.defineProperty(util, 'isNullOrUndefined', {
        value: (value: unknown) => value === null || value === undefined,
      });
    await import('@tensorflow/tfjs-node-gpu');
    await tf.setBackend('tensorflow');
    assert.equal(tf.getBackend(), 'tensorflow');
  });

  it('is its definition differentiated', async () => {
    for (const shape of batchNormShapes) await assertNormalises('tensorflow', shape);
  });

  it("uses TensorFlow's fused operations", async () => {
    await tf.setBackend('tensorflow');
    const { kernelNames } = await tf.profile(() =>
      tf.tidy(() => {
        const { y, mean, variance } = batchNormTrain(tf.ones([2, 3, 3, 4]), {
          weight: tf.ones([4]),
          bias: tf.zeros([4]),
          epsilon: 1e-5,
        });
        tf.dispose([mean, variance]);
        return y;
      }),
    );
    const composed = kernelNames.filter((name) => ['Mean', 'Square', 'Sub', 'Multiply', 'Rsqrt'].includes(name));
    assert.deepEqual(composed, []);
  });
});
