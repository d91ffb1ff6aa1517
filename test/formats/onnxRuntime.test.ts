import { InferenceSession, Tensor } from 'onnxruntime-node';
import assert from 'node:assert/strict';
import { exportOnnx } from '../../src/formats/onnx/exportOnnx';
import { fixtureNames, values } from '../trainer/fixture';
import { exportable, isPyTorchs } from './exportedLogits';

describe('an exported network in ONNX Runtime', () => {
  for (const name of fixtureNames)
    it(`${name} gives PyTorch's logits to 1e-4`, async () => {
      const fixture = exportable(name);
      const { architecture, valuesOf, expected } = fixture;
      const bytes = exportOnnx(architecture, { valuesOf, version: '0' });
      const session = await InferenceSession.create(bytes, { logSeverityLevel: 3, intraOpNumThreads: 1 });
      const images = new Tensor('float32', values(expected, 'input'), [5, ...architecture.input]);
      const { logits } = await session.run({ input: images });
      assert.deepEqual(logits?.dims, [5, 3]);
      isPyTorchs(fixture, logits.data as Float32Array); // of a float tensor
      await session.release();
    });
});
