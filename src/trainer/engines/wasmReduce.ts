import { util, type NamedAttrMap, type NamedTensorInfoMap, type TensorInfo } from '@tensorflow/tfjs';
import * as z from 'zod';
import { inputOf, type WasmKernel, type WasmScope } from './wasmScope';
import { runUpstream } from './wasmUpstream';

const attributesSchema = z.object({
  axis: z.union([z.number(), z.array(z.number())]).nullish(),
  keepDims: z.boolean().nullish(),
});

/** Mean: over all axes but the last by pooling; the backend's own would transpose the tensor first. */
export const mean: WasmKernel = (scope, inputs, attrs) => {
  const shape = shapeOverRows(inputs, attrs);
  if (shape === undefined) return runUpstream(scope, 'Mean', { inputs, attrs });
  const means = meanOfRows(scope, inputOf(inputs, 'x'));
  return { ...means, shape: [...shape] };
};

/** Sum: as the mean. */
export const sum: WasmKernel = (scope, inputs, attrs) => {
  const shape = shapeOverRows(inputs, attrs);
  if (shape === undefined) return runUpstream(scope, 'Sum', { inputs, attrs });
  const x = inputOf(inputs, 'x');
  const sums = meanOfRows(scope, x);
  const rows = util.sizeFromShape(x.shape.slice(0, -1));
  const values = scope.values(sums);
  values.forEach((value, column) => (values[column] = value * rows));
  return { ...sums, shape: [...shape] };
};

/** The result's shape, where a reduction is over all axes but the last of several, and over more than one row. */
function shapeOverRows(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): readonly number[] | undefined {
  const { dtype, shape } = inputOf(inputs, 'x');
  const { axis, keepDims } = attributesSchema.parse(attributes);
  const axes = new Set(util.parseAxisParam(axis ?? shape.map((_, index) => index), [...shape]));
  const isOverRows = axes.size === shape.length - 1 && !axes.has(shape.length - 1);
  if (!isOverRows || dtype !== 'float32' || util.sizeFromShape(shape.slice(0, -1)) < 2) return undefined;
  return shape.flatMap((length, index) => (axes.has(index) ? (keepDims === true ? [1] : []) : [length]));
}

/** Means by column, first within each element of the first axis and then over these: summing in two stages keeps it exact. */
function meanOfRows(scope: WasmScope, x: TensorInfo): TensorInfo {
  const columns = x.shape.at(-1) ?? 1;
  const groups = x.shape[0] ?? 1;
  const rows = util.sizeFromShape(x.shape.slice(1, -1));
  const within = pool(scope, x, [groups, rows, 1, columns]);
  return pool(scope, within, [1, groups, 1, columns]);
}

/** The mean of the second axis. */
function pool(scope: WasmScope, x: TensorInfo, shape: readonly [number, number, number, number]): TensorInfo {
  const rows = shape[1];
  if (rows === 1) return x;
  return runUpstream(scope, 'AvgPool', {
    inputs: { x: { ...x, shape: [...shape] } },
    attrs: { filterSize: [rows, 1], strides: 1, pad: 'valid' },
  });
}
