import { engine, type Tensor4D, type TensorInfo } from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

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

/** The whole tensor of rank 4 as it lies in memory. */
export function viewOf(tensor: TensorInfo): View {
  const [a = 1, b = 1, c = 1, d = 1] = tensor.shape;
  return { tensor, offset: 0, shape: [a, b, c, d], strides: [b * c * d, c * d, d, 1] };
}

/** Axis `i` of the result is axis `order[i]` of the view. */
export function permuted(view: View, order: readonly [Axis, Axis, Axis, Axis]): View {
  const pick = (from: Four): Four => [from[order[0]], from[order[1]], from[order[2]], from[order[3]]];
  return { ...view, shape: pick(view.shape), strides: pick(view.strides) };
}

/** The elements `start`, `start + step`, … of one axis, `length` of them. */
export function sliced(view: View, axis: Axis, range: { start: number; step: number; length: number }): View {
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
  const at = (i: Axis) => (i === axis ? value : four[i]);
  return [at(0), at(1), at(2), at(3)];
}

/** The view's values as a tensor of its shape: the tensor itself where the view is all of it in order, else a copy. */
export function materialize(backend: BackendWasm, view: View): TensorInfo {
  if (isWhole(view)) return view.tensor;
  const target = emptyTensor(backend, view.shape);
  copyValues(backend, { from: view, to: viewOf(target) });
  return target;
}

function isWhole(view: View): boolean {
  const whole = viewOf(view.tensor);
  return view.offset === 0 && `${view.shape}` === `${whole.shape}` && `${view.strides}` === `${whole.strides}`;
}

/** A new float tensor, its values undefined, disposed with the tidy that it is made in. */
export function emptyTensor(backend: BackendWasm, shape: Four): Tensor4D {
  return engine().makeTensorFromTensorInfo(backend.makeOutput([...shape], 'float32')) as Tensor4D;
}

const axes = [0, 1, 2, 3] as const;

/** Copies values between views of one shape, in blocks along the axes in which either side is contiguous. */
export function copyValues(backend: BackendWasm, { from, to }: { from: View; to: View }): void {
  const source = backend.typedArrayFromHeap(from.tensor);
  const target = backend.typedArrayFromHeap(to.tensor);
  const columns = axes.find((axis) => to.strides[axis] === 1) ?? 3;
  const rows = axes.find((axis) => axis !== columns && from.strides[axis] === 1) ?? (columns === 3 ? 2 : 3);
  const [outer = 0, inner = 1] = axes.filter((axis) => axis !== rows && axis !== columns);
  const plane = {
    rows: from.shape[rows],
    columns: from.shape[columns],
    fromRow: from.strides[rows],
    fromColumn: from.strides[columns],
    toRow: to.strides[rows],
    toColumn: to.strides[columns],
  };
  for (let i = 0; i < from.shape[outer]; i++)
    for (let j = 0; j < from.shape[inner]; j++)
      copyPlane({ source, target, from: from.offset + i * from.strides[outer] + j * from.strides[inner], to: to.offset + i * to.strides[outer] + j * to.strides[inner] }, plane);
}

const block = 8;

function copyPlane(at: { source: any; target: any; from: number; to: number }, plane: any): void {
  const { source, target } = at;
  const { rows, columns, fromRow, fromColumn, toRow, toColumn } = plane;
  if (fromColumn === 1 && toColumn === 1) {
    for (let r = 0; r < rows; r++) {
      const a = at.from + r * fromRow, b = at.to + r * toRow;
      if (columns > 48) target.set(source.subarray(a, a + columns), b);
      else for (let c = 0; c < columns; c++) target[b + c] = source[a + c];
    }
    return;
  }
  for (let r0 = 0; r0 < rows; r0 += block)
    for (let c0 = 0; c0 < columns; c0 += block) {
      const r1 = Math.min(rows, r0 + block), c1 = Math.min(columns, c0 + block);
      for (let r = r0; r < r1; r++) {
        let a = at.from + r * fromRow + c0 * fromColumn;
        let b = at.to + r * toRow + c0 * toColumn;
        for (let c = c0; c < c1; c++, a += fromColumn, b += toColumn) target[b] = source[a];
      }
    }
}
