import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';

/** So many arrays of each kind that where they begin falls on each multiple of 16 bytes within 64. */
const sizes = Array.from({ length: 200 }, (_, index) => 1 + (index % 40));

const kinds = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

describe("memory of TensorFlow's own", () => {
  before(() => startEngine('tensorflow', trainerFolders()));

  for (const [dtype, Kind] of Object.entries(kinds) as ['float32' | 'int32' | 'bool', typeof Float32Array][])
    it(`keeps a tensor of ${dtype} as it was when its array changes`, () => {
      const arrays = sizes.map((size) => new Kind(size).fill(1));
      const tensors = arrays.map((values) => handedOver(tf.tensor1d(values, dtype)));
      for (const values of arrays) values.fill(0);
      const changed = tensors.filter((tensor) => tensor.dataSync().some((value) => value !== 1));
      tf.dispose(tensors);
      assert.equal(changed.length, 0);
    });

  it('takes tensors without elements, and text', () => {
    const none = handedOver(tf.tensor1d(new Float32Array(), 'float32'));
    assert.deepEqual([none.shape, none.dataSync().length], [[0], 0]);
    assert.deepEqual(tf.tidy(() => tf.tensor1d(['a', 'bc'], 'string').reshape([2, 1]).dataSync()), ['a', 'bc']); // prettier-ignore
    none.dispose();
  });
});

/** An operation has TensorFlow.js hand its argument over to TensorFlow. */
function handedOver(tensor: tf.Tensor): tf.Tensor {
  tf.tidy(() => tf.logicalAnd(tensor.cast('bool'), tensor.cast('bool')));
  return tensor;
}
