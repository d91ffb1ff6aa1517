import { util, type TensorInfo } from '@tensorflow/tfjs';
import { z } from 'zod';
import { inputOf, type WasmKernel, type WasmScope } from './wasmScope';
import { runUpstream } from './wasmUpstream';
import { transpose } from './wasmView';

const attributesSchema = z.object({ transposeA: z.boolean(), transposeB: z.boolean() });

/** BatchMatMul: a single product's factors are transposed beforehand; only untransposed ones does the backend multiply by vector code. */
export const batchMatMul: WasmKernel = (scope, inputs, attrs) => {
  const [a, b] = [inputOf(inputs, 'a'), inputOf(inputs, 'b')];
  const { transposeA, transposeB } = attributesSchema.parse(attrs);
  if (!isMatrix(a) || !isMatrix(b)) return runUpstream(scope, 'BatchMatMul', { inputs, attrs });
  return runUpstream(scope, 'BatchMatMul', {
    inputs: { a: transposeA ? transposed(scope, a) : a, b: transposeB ? transposed(scope, b) : b },
    attrs: { transposeA: false, transposeB: false },
  });
};

function isMatrix({ shape, dtype }: TensorInfo): boolean {
  return dtype === 'float32' && shape.length >= 2 && util.sizeFromShape(shape.slice(0, -2)) === 1;
}

function transposed(scope: WasmScope, matrix: TensorInfo): TensorInfo {
  const outer = matrix.shape.slice(0, -2);
  const [rows = 1, columns = 1] = matrix.shape.slice(-2);
  return { ...transpose(scope, matrix, [rows, columns]), shape: [...outer, columns, rows] };
}
