import { elements, type Shape } from '../model/layer';

/** The values of a tensor with its axes in another order: axis i of what is given is axis `order[i]` of `values`. */
export function permuted(values: Float32Array, shape: Shape, order: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => elements(shape.slice(axis + 1)));
  const axes = order.map((axis) => ({ size: shape[axis] ?? 1, stride: strides[axis] ?? 1 }));
  const result = new Float32Array(values.length);
  let places: readonly number[] = [0];
  for (const { size, stride } of axes.slice(0, -1))
    places = places.flatMap((place) => Array.from({ length: size }, (_, index) => place + index * stride));
  const { size, stride } = axes.at(-1) ?? { size: 1, stride: 1 };
  for (const [row, place] of places.entries())
    for (let index = 0; index < size; index++) result[row * size + index] = values[place + index * stride] ?? 0;
  return result;
}

/** How PyTorch's layouts become TensorFlow's, by the number of axes: filters OIHW HWIO, matrices [out, in] [in, out]; vectors stay. */
export const toTensorFlow: Readonly<Record<number, readonly number[]>> = { 4: [2, 3, 1, 0], 2: [1, 0] };

/** A parameter's values in PyTorch's layout as TensorFlow lays them out, with the shape that they then have. */
export function inTensorFlowLayout(
  values: Float32Array,
  shape: Shape,
): { readonly values: Float32Array; readonly shape: Shape } {
  const order = toTensorFlow[shape.length];
  if (order === undefined) return { values, shape };
  return { values: permuted(values, shape, order), shape: order.map((axis) => shape[axis] ?? 1) };
}
