import assert from 'node:assert/strict';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { memoryBytes } from '../../src/formats/byteSource';
import { exportOnnx } from '../../src/formats/onnx/exportOnnx';
import { intAttribute, intsAttribute } from '../../src/formats/onnx/messages';
import { readOnnx, type ImportedNetwork } from '../../src/formats/onnx/openOnnx';
import type { Architecture, Layer } from '../../src/model/layer';
import { relativeToLargest, within } from '../trainer/closeness';
import { averaged } from '../trainer/layerDefinitions';
import { normal } from '../trainer/layerKinds';
import { encoded, imageInput } from './graphParts';

const ceil = intAttribute('ceil_mode', 1);
const counted = intAttribute('count_include_pad', 1);
const padded = intsAttribute('pads', [1, 1, 1, 1]);
const window = (kernel: number, stride: number, side = kernel): object[] => [
  intsAttribute('kernel_shape', [kernel, side]),
  intsAttribute('strides', [stride, stride]),
];

/** A network of a ReLU and an average pool, so that something can be shown whatever the pool is. */
function imported([height, width]: readonly [number, number], attribute: object[]): ImportedNetwork {
  const relu = { opType: 'Relu', input: ['x'], output: ['r'] };
  const node = [relu, { opType: 'AveragePool', input: ['r'], output: ['y'], attribute }];
  return readOnnx(memoryBytes(encoded({ node, input: [imageInput('x', [3, height, width])] })), 'x.onnx');
}

type Pooled = Pick<Layer, 'kind' | 'attributes'>;
const plain = (kernel: number, stride: number): Pooled => ({ kind: 'avgPool2d', attributes: { kernel, stride } });
const shares = (output: number): Pooled => ({ kind: 'adaptiveAvgPool2d', attributes: { output } });

const known: readonly (readonly [size: readonly [number, number], attribute: object[], layer: Pooled])[] = [
  [[8, 8], window(2, 2), shares(4)],
  [[7, 7], window(7, 1), shares(1)],
  [[8, 8], [...window(2, 2), ceil], plain(2, 2)],
  [[7, 5], [...window(2, 2), ceil], plain(2, 2)],
  [[1, 1], [...window(2, 2), ceil], plain(2, 2)],
  [[8, 6], [...window(2, 2), ceil, counted], plain(2, 2)],
  [[8, 8], window(3, 1), plain(3, 1)],
  [[7, 9], window(3, 2), plain(3, 2)],
  [[8, 4], window(2, 2), plain(2, 2)],
];

const unknown: readonly (readonly [size: readonly [number, number], attribute: object[], why: RegExp])[] = [
  [[7, 7], window(2, 2), /it leaves out a rest of the image/],
  [[7, 7], [...window(2, 2), ceil, counted], /it counts what is beyond the image/],
  [[8, 8], [...window(3, 2), padded], /it averages over padding too/],
  [[8, 8], window(2, 1, 3), /its window is not square/],
  [[2, 2], [...window(9, 1), ceil], /its output would be empty: a 9×9 window of stride 1 over 3×2×2/],
];

describe('an average pool in an ONNX file', () => {
  for (const [size, attribute, { kind, attributes }] of known)
    it(`of ${size.join('×')} is ${kind} ${JSON.stringify(attributes)} by ${JSON.stringify(attribute)}`, () => {
      const { architecture, problem } = imported(size, attribute);
      assert.equal(problem, undefined);
      const last = architecture.layers.at(-1);
      assert.deepEqual([last?.kind, last?.attributes], [kind, attributes]);
    });

  for (const [size, attribute, why] of unknown)
    it(`of ${size.join('×')} is left out: ${why.source}`, () => {
      const { unknown: counts, problem } = imported(size, attribute);
      assert.deepEqual(counts, { AveragePool: 1 });
      assert.match(problem?.message ?? '', why);
    });
});

describe('an exported average pool in ONNX Runtime', () => {
  for (const [height, width, kernel, stride] of [
    [8, 6, 2, 2],
    [7, 5, 2, 2],
    [1, 1, 2, 2],
    [5, 7, 3, 2],
    [9, 10, 4, 4],
  ] as const)
    // prettier-ignore
    it(`of ${height}×${width} by ${kernel}×${kernel}, stride ${stride}, has the definition's values`, async () => {
      const values = normal(height * width, 1);
      const bytes = exportOnnx(poolOf([1, height, width], { kernel, stride }), { valuesOf: () => new Float32Array(), version: '0' }); // prettier-ignore
      const session = await InferenceSession.create(bytes, { logSeverityLevel: 3, intraOpNumThreads: 1 });
      const { logits } = await session.run({ input: new Tensor('float32', Float32Array.from(values), [1, 1, height, width]) }); // prettier-ignore
      const expected = averaged(kernel, stride)({ shape: [1, height, width, 1], values });
      within(relativeToLargest(logits?.data as Float32Array, expected), 1e-6, 'values'); // of a float tensor
      assert.equal(logits?.data.length, expected.length);
      await session.release();
    });
});

function poolOf(
  input: readonly number[],
  attributes: { readonly kernel: number; readonly stride: number },
): Architecture {
  // prettier-ignore
  const layers: readonly Layer[] = [
    { name: 'input', kind: 'input', attributes: { shape: input }, inputs: [] },
    { name: 'pool', kind: 'avgPool2d', attributes, inputs: ['input'] },
  ];
  return { name: 'pool', input, classes: 0, layers };
}
