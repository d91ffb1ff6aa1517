import assert from 'node:assert/strict';
import { memoryBytes } from '../../src/formats/byteSource';
import type { ImportedNetwork } from '../../src/formats/graph/importGraph';
import { readOnnx } from '../../src/formats/onnx/openOnnx';
import { analyze } from '../../src/model/analyze';
import { encoded, imageInput } from './graphParts';

interface Case {
  readonly kernel: number;
  readonly stride: number;
  readonly side: number;
  readonly padding: { readonly auto_pad: string } | { readonly pads: readonly number[] };
}

/** A ReLU and a convolution of an ONNX file with such a window. */
function network({ kernel, stride, side, padding }: Case): ImportedNetwork {
  const ints = { kernel_shape: [kernel, kernel], strides: [stride, stride], ...('pads' in padding ? padding : {}) };
  const attribute: object[] = Object.entries(ints).map(([name, values]) => ({ name, type: 7, ints: values }));
  if ('auto_pad' in padding)
    attribute.push({ name: 'auto_pad', type: 3, s: Buffer.from(padding.auto_pad).toString('base64') });
  const node = [
    { opType: 'Relu', input: ['x'], output: ['r'] },
    { opType: 'Conv', input: ['r', 'w'], output: ['y'], attribute },
  ];
  const initializer = [{ name: 'w', dims: [4, 3, kernel, kernel] }];
  return readOnnx(memoryBytes(encoded({ node, input: [imageInput('x', [3, side, side])], initializer })), 'x.onnx');
}

describe('padding that is not the same on all sides', () => {
  const upper = { auto_pad: 'SAME_UPPER' };
  const cases: readonly (Case & { readonly shown: number; readonly output: number; readonly isUneven: boolean })[] = [
    { kernel: 3, stride: 1, side: 8, padding: upper, shown: 1, output: 8, isUneven: false },
    { kernel: 3, stride: 2, side: 8, padding: upper, shown: 1, output: 4, isUneven: true },
    { kernel: 3, stride: 2, side: 8, padding: { auto_pad: 'SAME_LOWER' }, shown: 1, output: 4, isUneven: true },
    { kernel: 3, stride: 2, side: 9, padding: upper, shown: 1, output: 5, isUneven: false },
    { kernel: 7, stride: 2, side: 32, padding: upper, shown: 3, output: 16, isUneven: true },
    { kernel: 1, stride: 2, side: 8, padding: upper, shown: 0, output: 4, isUneven: false },
    { kernel: 2, stride: 2, side: 7, padding: upper, shown: 1, output: 4, isUneven: true },
    { kernel: 3, stride: 2, side: 8, padding: { pads: [0, 0, 1, 1] }, shown: 1, output: 4, isUneven: true },
    { kernel: 5, stride: 2, side: 9, padding: { pads: [0, 1, 1, 0] }, shown: 0, output: 3, isUneven: true },
    { kernel: 3, stride: 1, side: 8, padding: { auto_pad: 'VALID' }, shown: 0, output: 6, isUneven: false },
  ];
  for (const { shown, output, isUneven, ...window } of cases)
    it(`${window.kernel}×${window.kernel}/${window.stride} over ${window.side}, ${JSON.stringify(window.padding)}`, () => {
      const { architecture, notes, unknown } = network(window);
      assert.deepEqual(unknown, {});
      const note =
        '1 layer pads one side more than the other: shown with equal padding; shapes, parameters and MACs are the same.';
      assert.deepEqual(notes, isUneven ? [note] : []);
      const [, , conv] = analyze(architecture).layers;
      assert.deepEqual(conv?.output, [4, output, output]);
      const { kernel, stride } = window;
      assert.deepEqual(conv.layer.attributes, { inChannels: 3, outChannels: 4, kernel, stride, padding: shown, groups: 1, bias: false }); // prettier-ignore
    });

  it('is not shown where no equal padding gives the same shape', () => {
    for (const window of [
      { kernel: 2, stride: 1, side: 8, padding: upper },
      { kernel: 3, stride: 1, side: 8, padding: { pads: [0, 0, 1, 1] } },
      { kernel: 3, stride: 1, side: 8, padding: { pads: [1, 0, 1, 0] } },
      { kernel: 3, stride: 1, side: 8, padding: { pads: [-1, -1, -1, -1] } },
    ]) {
      const { unknown, problem } = network(window);
      assert.deepEqual(unknown, { Conv: 1 });
      assert.match(String(problem?.message), /Conv, as its padding is (not the same on all sides|none of an image)\.$/);
    }
  });
});
