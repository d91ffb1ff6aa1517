import { util, type TensorInfo } from '@tensorflow/tfjs';
import * as z from 'zod';
import { inputOf, type WasmKernel, type WasmScope } from './wasmScope';
import { runUpstream } from './wasmUpstream';
import { transpose } from './wasmView';

const attributesSchema = z.object({ transposeA: z.boolean(), transposeB: z.boolean() });

/** BatchMatMul: one product of two matrices, for which the backend has vector code only if neither is transposed. */
export const batchMatMul: WasmKernel = (scope, inputs, attrs) => {
  const [a, b] = [inputOf(inputs, 'a'), inputOf(inputs, 'b')];
  if (!isMatrix(a) || !isMatrix(b)) return runUpstream(scope, 'BatchMatMul', { inputs, attrs });
  const { transposeA, transposeB } = attributesSchema.parse(attrs);
  if (isRow(a, transposeA) && isRow(b, !transposeB)) return scalarProduct(scope, a, b);
  return runUpstream(scope, 'BatchMatMul', {
    inputs: { a: transposeA ? transposed(scope, a) : a, b: transposeB ? transposed(scope, b) : b },
    attrs: { transposeA: false, transposeB: false },
  });
};

function isMatrix({ shape, dtype }: TensorInfo): boolean {
  return dtype === 'float32' && shape.length >= 2 && util.sizeFromShape(shape.slice(0, -2)) === 1;
}

function isRow({ shape }: TensorInfo, isTransposed: boolean): boolean {
  return shape.at(isTransposed ? -1 : -2) === 1;
}

/** A row by a column, as in a sum of squares; the backend would pad the column to a matrix of eight. */
function scalarProduct(scope: WasmScope, a: TensorInfo, b: TensorInfo): TensorInfo {
  const rank = Math.max(a.shape.length, b.shape.length);
  const product = scope.allocate(Array.from({ length: rank }, () => 1));
  const [left, right] = [scope.values(a), scope.values(b)];
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += (left[i] ?? 0) * (right[i] ?? 0);
  scope.values(product)[0] = sum;
  return product;
}

function transposed(scope: WasmScope, matrix: TensorInfo): TensorInfo {
  const outer = matrix.shape.slice(0, -2);
  const [rows = 1, columns = 1] = matrix.shape.slice(-2);
  return { ...transpose(scope, matrix, [rows, columns]), shape: [...outer, columns, rows] };
}
