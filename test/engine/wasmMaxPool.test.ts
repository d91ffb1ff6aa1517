import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { assertSameOnWasm, noise, noise4D, startWasmForTests, valuesOn } from './wasmComparison';

interface Pooling {
  readonly size: number;
  readonly stride: number;
  readonly pad: Parameters<typeof tf.maxPool>[3];
}

/** A pooling's outputs and the gradient of noise. */
function pool(x: tf.Tensor4D, { size, stride, pad }: Pooling): tf.Tensor[] {
  const pooling = (): tf.Tensor4D => tf.maxPool(x, size, stride, pad);
  const y = pooling();
  return [y, ...tf.grads(pooling)([x], noise(y.shape, 7))];
}

const stem: Parameters<typeof tf.maxPool>[3] = [
  [0, 0],
  [1, 1],
  [1, 1],
  [0, 0],
];

const poolings: readonly Pooling[] = [
  { size: 3, stride: 2, pad: stem },
  { size: 3, stride: 1, pad: 'same' },
  { size: 3, stride: 2, pad: 'same' },
  { size: 2, stride: 2, pad: 'valid' },
  { size: 2, stride: 3, pad: 'valid' },
  { size: 1, stride: 2, pad: 'valid' },
];

/** Noise; noise without a positive value; equal values only, so that each window has a tie. */
const contents: Readonly<Record<string, (shape: readonly [number, number, number, number]) => tf.Tensor4D>> = {
  'any values': (shape) => noise4D(shape, 1),
  'negative values only': (shape) => tf.sub(noise4D(shape, 1), 2),
  'equal values': (shape) => tf.fill([...shape], -0.5),
};

describe('max pooling on WASM', function () {
  this.timeout(60_000);
  before(startWasmForTests);

  for (const [name, content] of Object.entries(contents))
    it(`has the reference's outputs and gradients for ${name}`, async () => {
      for (const pooling of poolings)
        for (const [height, width] of [
          [16, 16],
          [5, 4],
          [3, 3],
        ] as const) {
          const label = `${JSON.stringify(pooling)} of ${height}×${width}`;
          await assertSameOnWasm(() => pool(content([2, height, width, 3]), pooling), { tolerance: 1e-6, name: label });
        }
    });

  it('gives the flow to the one pixel of an image of 1×1', async () => {
    const once = (): tf.Tensor[] => pool(tf.fill([2, 1, 1, 3], -4), { size: 3, stride: 2, pad: stem });
    await assertSameOnWasm(once, { tolerance: 0, name: '1×1' });
  });

  it('never gives any to padding by −∞', async () => {
    const padded = (): tf.Tensor[] => {
      const x = noise4D([2, 4, 4, 3], 1);
      const sides: [number, number] = [1, 1];
      const pooling = (): tf.Tensor4D =>
        tf.maxPool(tf.pad(x, [[0, 0], sides, sides, [0, 0]], Number.NEGATIVE_INFINITY), 3, 2, 'valid');
      return tf.grads(pooling)([x], tf.ones([2, 2, 2, 3]));
    };
    const [gradient] = await valuesOn('wasm', padded);
    assert.equal(
      gradient?.reduce((sum, value) => sum + value, 0),
      2 * 2 * 2 * 3,
    );
  });
});
