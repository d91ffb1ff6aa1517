import { util, type TensorInfo } from '@tensorflow/tfjs';
import type { WasmScope } from './wasmScope';

/** One number for each of four axes. */
export type Four = readonly [number, number, number, number];
type Axis = 0 | 1 | 2 | 3;

/** A tensor's values seen in another order, nothing copied: element (i, j, k, l) lies at `offset + (i, j, k, l)·strides`. */
export interface View {
  readonly tensor: TensorInfo;
  readonly offset: number;
  readonly shape: Four;
  readonly strides: Four;
}

/** All values of a tensor in the order they lie in memory, seen as `shape` (of the same size). */
export function viewOf(tensor: TensorInfo, shape: Four): View {
  const [, b, c, d] = shape;
  return { tensor, offset: 0, shape, strides: [b * c * d, c * d, d, 1] };
}

/** Axis `i` of the result is axis `order[i]` of the view. */
export function permuted(view: View, order: readonly [Axis, Axis, Axis, Axis]): View {
  const [a, b, c, d] = order;
  const pick = (from: Four): Four => [from[a], from[b], from[c], from[d]];
  return { ...view, shape: pick(view.shape), strides: pick(view.strides) };
}

/** A part of one axis: elements `start`, `start + step`, … , `length` of them. */
export interface Range {
  readonly start: number;
  readonly step: number;
  readonly length: number;
}

/** The view without the elements of one axis that are outside a range. */
export function sliced(view: View, axis: Axis, range: Range): View {
  return {
    tensor: view.tensor,
    offset: view.offset + range.start * view.strides[axis],
    shape: replaced(view.shape, axis, range.length),
    strides: replaced(view.strides, axis, view.strides[axis] * range.step),
  };
}

/** One axis backwards. */
export function reversed(view: View, axis: Axis): View {
  const length = view.shape[axis];
  return sliced(view, axis, { start: length - 1, step: -1, length });
}

function replaced(four: Four, axis: Axis, value: number): Four {
  const at = (i: Axis): number => (i === axis ? value : four[i]);
  return [at(0), at(1), at(2), at(3)];
}

/** The view's values in its own order: the tensor's own memory where they lie so already, else a copy. */
export function materialize(scope: WasmScope, view: View): TensorInfo {
  const { tensor, shape } = view;
  if (isWhole(view)) return { dataId: tensor.dataId, dtype: tensor.dtype, shape: [...shape] };
  const target = scope.allocate(shape);
  copyValues(scope, { from: view, to: viewOf(target, shape) });
  return target;
}

/** A matrix that lies row by row in a tensor's memory, as one that lies column by column. */
export function transpose(
  scope: WasmScope,
  tensor: TensorInfo,
  [rows, columns]: readonly [number, number],
): TensorInfo {
  return materialize(scope, permuted(viewOf(tensor, [1, 1, rows, columns]), [0, 1, 3, 2]));
}

function isWhole(view: View): boolean {
  const { strides } = viewOf(view.tensor, view.shape);
  const inOrder = view.shape.every((length, axis) => length === 1 || view.strides[axis] === strides[axis]);
  return inOrder && util.sizeFromShape([...view.shape]) === util.sizeFromShape(view.tensor.shape);
}

/** An axis of a copy: its length and the distance of neighbours on either side. */
interface Run {
  readonly length: number;
  readonly from: number;
  readonly to: number;
}

interface Plane {
  readonly source: Float32Array;
  readonly target: Float32Array;
  readonly rows: Run;
  readonly columns: Run;
}

const axes = [0, 1, 2, 3] as const;

/** Copies values between two views of one shape; the inner loops run along the axes that are contiguous on either side. */
export function copyValues(scope: WasmScope, { from, to }: { from: View; to: View }): void {
  const columns = axes.find((axis) => to.strides[axis] === 1) ?? 3;
  const others = axes.filter((axis) => axis !== columns);
  const rows = others.find((axis) => from.strides[axis] === 1) ?? others[2] ?? 2;
  const [outer = 0, inner = 1] = others.filter((axis) => axis !== rows);
  const run = (axis: Axis): Run => ({ length: from.shape[axis], from: from.strides[axis], to: to.strides[axis] });
  const [slow, fast] = [run(outer), run(inner)];
  const plane = {
    source: scope.values(from.tensor),
    target: scope.values(to.tensor),
    rows: run(rows),
    columns: run(columns),
  };
  const copy = plane.columns.from === 1 && plane.columns.to === 1 ? copyRows : copyStrips;
  for (let i = 0; i < slow.length; i++)
    for (let j = 0; j < fast.length; j++)
      copy(plane, from.offset + i * slow.from + j * fast.from, to.offset + i * slow.to + j * fast.to);
}

function copyRows({ source, target, rows, columns }: Plane, from: number, to: number): void {
  for (let row = 0; row < rows.length; row++) {
    const start = from + row * rows.from;
    target.set(source.subarray(start, start + columns.length), to + row * rows.to);
  }
}

/** Rows copied together, so that a line of the cache is used up before it is dropped. */
const stripHeight = 8;

function copyStrips(plane: Plane, from: number, to: number): void {
  const { rows } = plane;
  for (let row = 0; row < rows.length; row += stripHeight) {
    const strip = { ...plane, rows: { ...rows, length: Math.min(stripHeight, rows.length - row) } };
    copyStrip(strip, from + row * rows.from, to + row * rows.to);
  }
}

function copyStrip({ source, target, rows, columns }: Plane, from: number, to: number): void {
  const { from: fromRow, to: toRow } = rows;
  for (let column = 0; column < columns.length; column++) {
    const [read, write] = [from + column * columns.from, to + column * columns.to];
    for (let row = 0; row < rows.length; row++) target[write + row * toRow] = source[read + row * fromRow] ?? 0;
  }
}
