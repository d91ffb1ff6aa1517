import type { Shape } from '../../model/layer';
import { adaptiveCells } from '../../model/windows';

/** A matrix row by row. */
interface Matrix {
  readonly dims: Shape;
  readonly numbers: readonly number[] | undefined;
}

/** [output, size]: row i has equal shares of positions ⌊i·size/output⌋ to ⌈(i+1)·size/output⌉ − 1, torch.nn.AdaptiveAvgPool2d in one direction. */
export function averagingMatrix(size: number, output: number): Matrix & { readonly numbers: readonly number[] } {
  const numbers = adaptiveCells(size, output).flatMap(({ first, end }) =>
    Array.from({ length: size }, (_, position) => (position >= first && position < end ? 1 / (end - first) : 0)),
  );
  return { dims: [output, size], numbers };
}

/** Whether a matrix is such a one for that size. */
export function isAveraging({ dims, numbers }: Matrix, size: number | undefined): boolean {
  const [output = 0, columns = 0] = dims;
  if (numbers === undefined || dims.length !== 2 || columns !== size) return false;
  const expected = averagingMatrix(columns, output).numbers;
  return expected.every((share, index) => Math.abs(share - (numbers[index] ?? Number.NaN)) < 1e-6);
}

export function transposed<M extends Matrix>({ dims, numbers }: M): Pick<M, 'dims' | 'numbers'> {
  const [rows = 0, columns = 0] = dims;
  const turned = numbers?.map((_, index) => numbers[(index % rows) * columns + Math.floor(index / rows)] ?? 0);
  return { dims: [columns, rows], numbers: turned };
}
