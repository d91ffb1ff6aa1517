import assert from 'node:assert/strict';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { exportOnnx } from '../../src/formats/onnx/exportOnnx';
import { checkedStateDict } from '../../src/trainer/eager/stateDict';
import { fixtureNames, openFixture, values } from '../trainer/fixture';
import { existing } from '../trainer/tensorSamples';

describe('an exported network in ONNX Runtime', () => {
  for (const name of fixtureNames)
    it(`${name} gives PyTorch's logits to 1e-4`, async () => {
      const { architecture, weights, expected } = openFixture(name);
      const tensors = checkedStateDict(architecture, weights, name);
      const bytes = exportOnnx(architecture, { valuesOf: (tensor) => existing(tensors.get(tensor)), version: '0' });
      const session = await InferenceSession.create(bytes, { logSeverityLevel: 3, intraOpNumThreads: 1 });
      const images = new Tensor('float32', values(expected, 'input'), [5, ...architecture.input]);
      const { logits } = await session.run({ input: images });
      const wanted = values(expected, 'logits_eval');
      assert.deepEqual(logits?.dims, [5, 3]);
      const found = logits.data as Float32Array; // of a float tensor
      const largest = Math.max(...wanted.map(Math.abs));
      wanted.forEach((value, index) =>
        assert.ok(Math.abs((found[index] ?? Number.NaN) - value) <= 1e-4 * Math.max(1, largest)),
      );
      await session.release();
    });
});
