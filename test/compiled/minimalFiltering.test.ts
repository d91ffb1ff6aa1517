import assert from 'node:assert/strict';
import type { ConvolutionCase } from '../../src/trainer/compiled/layers/convolutionPlan';
import { kronecker, matrix, minimalFiltering, type Matrix } from '../../src/trainer/compiled/layers/minimalFiltering';
import { tapTable } from '../../src/trainer/compiled/layers/tapTable';
import { seededRandom } from '../../src/trainer/data/random';
import { largestDifference, within } from '../trainer/closeness';
import { directConvolution } from './directConvolution';

const random = seededRandom(1);
const normals = (length: number): number[] => Array.from({ length }, () => random.normal());

function times({ rows, columns, values }: Matrix, vector: readonly number[]): number[] {
  assert.equal(vector.length, columns);
  return Array.from({ length: rows }, (_, row) =>
    vector.reduce((sum, value, column) => sum + (values[row * columns + column] ?? Number.NaN) * value, 0),
  );
}

const product = (a: readonly number[], b: readonly number[]): number[] => a.flatMap((x) => b.map((y) => x * y));

/** Σ over the taps t of w[t] · x[i · stride + t − 1], with zeros outside of x. */
function correlation(x: readonly number[], w: readonly number[], stride: number): number[] {
  return Array.from({ length: Math.ceil(x.length / stride) }, (_, index) =>
    w.reduce((sum, weight, tap) => sum + weight * (x[index * stride + tap - 1] ?? 0), 0),
  );
}

describe('minimalFiltering', () => {
  for (const stride of [1, 2] as const)
    for (let size = 1; size <= 14; size++)
      it(`of ${size} pixels at stride ${stride} is their correlation with three taps`, () => {
        const { products, tiles, input, taps, output } = minimalFiltering(size, stride);
        assert.deepEqual([input.rows, input.columns], [products * tiles, size]);
        assert.deepEqual([taps.rows, taps.columns], [products, 3]);
        const [x, w] = [normals(size), normals(3)];
        const points = times(taps, w);
        const pairs = times(input, x).map((value, row) => value * (points[Math.floor(row / tiles)] ?? Number.NaN));
        within(largestDifference(times(output, pairs), correlation(x, w, stride)), 1e-10, 'difference');
      });

  it('takes fewer products than the correlation has, from two pixels on', () => {
    for (let size = 2; size <= 14; size++) {
      const { products, tiles } = minimalFiltering(size);
      assert.ok(products * tiles < 3 * size, `${size} pixels`);
    }
  });
});

describe('kronecker', () => {
  it('is one matrix for both axes: (A ⊗ B)(x ⊗ y) = Ax ⊗ By', () => {
    const [a, b] = [matrix(3, 2, () => random.normal()), matrix(4, 5, () => random.normal())];
    const [x, y] = [normals(2), normals(5)];
    const both = kronecker(a, b);
    assert.deepEqual([both.rows, both.columns], [12, 10]);
    within(largestDifference(times(both, product(x, y)), product(times(a, x), times(b, y))), 1e-10, 'difference');
  });

  it('has a block b for each number of a', () => {
    const a = { rows: 1, columns: 2, values: [2, 3] };
    const b = { rows: 2, columns: 1, values: [1, 10] };
    assert.deepEqual(kronecker(a, b), { rows: 2, columns: 2, values: [2, 3, 20, 30] });
  });
});

/** A convolution of one channel. */
function convolutionOf(
  window: readonly [kernel: number, stride: number, padding: number],
  size: readonly number[],
): ConvolutionCase {
  // prettier-ignore
  const [kernel, stride, padding] = window;
  const output = size.map((side) => Math.floor((side + 2 * padding - kernel) / stride) + 1);
  const attributes = { inChannels: 1, outChannels: 1, kernel, stride, padding, groups: 1, bias: false };
  return { attributes, input: [1, ...size], output: [1, ...output] };
}

describe('tapTable', () => {
  for (const [window, size] of [
    [[3, 1, 1], [1, 1]], // prettier-ignore
    [[3, 1, 1], [2, 2]], // prettier-ignore
    [[3, 1, 1], [2, 3]], // prettier-ignore
    [[3, 2, 1], [2, 2]], // prettier-ignore
    [[5, 1, 2], [3, 4]], // prettier-ignore
    [[7, 2, 3], [5, 4]], // prettier-ignore
    [[2, 1, 0], [3, 3]], // prettier-ignore
    [[2, 3, 3], [2, 1]], // prettier-ignore
  ] as const)
    it(`has the taps of a ${window[0]}×${window[0]} convolution of stride ${window[1]} and padding ${window[2]} on ${size.join('×')}`, () => {
      const convolution = convolutionOf(window, size);
      const { inputs, outputs, taps } = tapTable(convolution);
      assert.equal(taps.length, inputs * outputs);
      const numbers = { x: Float32Array.from(normals(inputs)), w: Float32Array.from(normals(window[0] ** 2)), dy: new Float32Array(outputs) }; // prettier-ignore
      const found = new Float64Array(outputs);
      taps.forEach((tap, pair) => {
        const [from, to] = [Math.floor(pair / outputs), pair % outputs];
        found[to] =
          (found[to] ?? 0) + (numbers.x[from] ?? 0) * (tap === undefined ? 0 : (numbers.w[tap] ?? Number.NaN));
      });
      within(largestDifference(found, directConvolution(convolution, 1, numbers).y), 1e-10, 'difference');
    });
});
