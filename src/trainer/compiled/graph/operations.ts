import { bool, int, ints, real, text, type, type DType, type RealType } from './attributes';
import type { Control, GraphBuilder, NodeOptions, SignatureTensor, Tensor } from './graphBuilder';

// TensorFlow's operations on float tensors, with their attributes spelled out: a graph without them is refused.

const T = { T: real };

export function elementwise(graph: GraphBuilder, op: string, inputs: readonly Tensor[]): Tensor {
  return graph.node(op, { inputs, attributes: T });
}

export function int32s(graph: GraphBuilder, values: readonly number[]): Tensor {
  return graph.constant(Int32Array.from(values), [values.length]);
}

export function scalarInt(graph: GraphBuilder, value: number): Tensor {
  return graph.constant(Int32Array.of(value), []);
}

export function scalar(graph: GraphBuilder, value: number): Tensor {
  return graph.constant(Float32Array.of(value), []);
}

/** One size may be −1: what is left over. */
export function reshape(graph: GraphBuilder, x: Tensor, sizes: readonly number[]): Tensor {
  return reshapeOf(graph, x, { sizes, dtype: graph.realOf(x) });
}

/** The same for other tensors than of real numbers. */
export function reshapeOf(
  graph: GraphBuilder,
  x: Tensor,
  { sizes, dtype }: { readonly sizes: readonly number[]; readonly dtype: DType },
): Tensor {
  return graph.node('Reshape', {
    inputs: [x, int32s(graph, sizes)],
    attributes: { T: type(dtype), Tshape: type('int32') },
  });
}

export function transpose(graph: GraphBuilder, x: Tensor, permutation: readonly number[]): Tensor {
  return transposeOf(graph, x, { permutation, dtype: graph.realOf(x) });
}

/** The same for other tensors than of real numbers. */
export function transposeOf(
  graph: GraphBuilder,
  x: Tensor,
  { permutation, dtype }: { readonly permutation: readonly number[]; readonly dtype: DType },
): Tensor {
  return graph.node('Transpose', {
    inputs: [x, int32s(graph, permutation)],
    attributes: { T: type(dtype), Tperm: type('int32') },
  });
}

/** Which factors of a product are transposed first. */
export interface Transposed {
  readonly a?: boolean;
  readonly b?: boolean;
}

export function matMul(graph: GraphBuilder, [a, b]: readonly [Tensor, Tensor], transposed: Transposed = {}): Tensor {
  const attributes = { ...T, transpose_a: bool(transposed.a ?? false), transpose_b: bool(transposed.b ?? false) };
  return graph.node('MatMul', { inputs: [a, b], attributes });
}

/** Products of matrices along the last two axes; the others are a batch, in which a size of 1 is shared. */
export function batchMatMul(
  graph: GraphBuilder,
  [a, b]: readonly [Tensor, Tensor],
  transposed: Transposed = {},
): Tensor {
  const attributes = { ...T, adj_x: bool(transposed.a ?? false), adj_y: bool(transposed.b ?? false) };
  return graph.node('BatchMatMulV2', { inputs: [a, b], attributes });
}

/** Sums or means over axes. */
export function reduce(
  graph: GraphBuilder,
  op: 'Sum' | 'Mean',
  { x, axes, keep = false }: { readonly x: Tensor; readonly axes: readonly number[]; readonly keep?: boolean },
): Tensor {
  return graph.node(op, {
    inputs: [x, int32s(graph, axes)],
    attributes: { ...T, Tidx: type('int32'), keep_dims: bool(keep) },
  });
}

/** A piece of a tensor; a size of −1 reaches to the end. */
export function slice(
  graph: GraphBuilder,
  x: Tensor,
  { begin, size }: { readonly begin: readonly number[]; readonly size: readonly number[] },
): Tensor {
  return graph.node('Slice', {
    inputs: [x, int32s(graph, begin), int32s(graph, size)],
    attributes: { ...T, Index: type('int32') },
  });
}

/** Zeros, or another value, around a tensor: [before, after] for each axis. */
export function pad(graph: GraphBuilder, x: Tensor, { sides, value }: Padding): Tensor {
  const paddings = graph.constant(Int32Array.from(sides.flat()), [sides.length, 2]);
  const attributes = { ...T, Tpaddings: type('int32') };
  if (value === undefined) return graph.node('Pad', { inputs: [x, paddings], attributes });
  const filling = asReal(graph, scalar(graph, value), graph.realOf(x));
  return graph.node('PadV2', { inputs: [x, paddings, filling], attributes });
}

interface Padding {
  readonly sides: readonly (readonly [number, number])[];
  readonly value?: number | undefined;
}

/** The rows of a tensor with these numbers, along its first axis. */
export function gather(graph: GraphBuilder, x: Tensor, rows: readonly number[]): Tensor {
  return gatherAt(graph, x, int32s(graph, rows));
}

/** The rows of a tensor at `places`, int32 of any shape, along its first axis. */
export function gatherAt(graph: GraphBuilder, x: Tensor, places: Tensor): Tensor {
  return gatherAlong(graph, x, { places, axis: 0 });
}

/** The same within each item of a batch: x is [N, rows, …] and `places` [N, …]. */
export function gatherInEach(graph: GraphBuilder, x: Tensor, places: Tensor): Tensor {
  return gatherAlong(graph, x, { places, axis: 1 });
}

/** `axis` is that of the rows; those before it are a batch, the same in both tensors. */
function gatherAlong(
  graph: GraphBuilder,
  x: Tensor,
  { places, axis }: { readonly places: Tensor; readonly axis: number },
): Tensor {
  const types = { Tparams: type(graph.realOf(x)), Tindices: type('int32'), Taxis: type('int32') };
  return graph.node('GatherV2', {
    inputs: [x, places, scalarInt(graph, axis)],
    attributes: { ...types, batch_dims: int(axis) },
  });
}

/** Real numbers as another kind of them; what is of that kind stays as it is. */
export function asReal(graph: GraphBuilder, x: Tensor, to: RealType): Tensor {
  const from = graph.realOf(x);
  return from === to ? x : cast(graph, x, [from, to]);
}

export function cast(graph: GraphBuilder, x: Tensor, [from, to]: readonly [DType, DType]): Tensor {
  return graph.node('Cast', { inputs: [x], attributes: { SrcT: type(from), DstT: type(to), Truncate: bool(false) } });
}

/** Rows added up into `count` sums, row i into sum `ids[i]`; −1: into none. */
export function segmentSum(
  graph: GraphBuilder,
  x: Tensor,
  { ids, count }: { readonly ids: readonly number[]; readonly count: number },
): Tensor {
  const attributes = { ...T, Tindices: type('int32'), Tnumsegments: type('int32') };
  return graph.node('UnsortedSegmentSum', { inputs: [x, int32s(graph, ids), scalarInt(graph, count)], attributes });
}

/** The sizes of a tensor as int32. */
export function shapeOf(graph: GraphBuilder, x: Tensor): Tensor {
  return graph.node('Shape', { inputs: [x], attributes: { ...T, out_type: type('int32') } });
}

/** Adds up tensors of one shape; one alone is itself. */
export function addUp(graph: GraphBuilder, tensors: readonly Tensor[]): Tensor {
  const [first, second] = tensors;
  if (first === undefined) throw new RangeError('There is nothing to add up.');
  if (second === undefined) return first;
  if (tensors.length === 2) return elementwise(graph, 'AddV2', [first, second]);
  return graph.node('AddN', { inputs: tensors, attributes: { ...T, N: { i: tensors.length } } });
}

export function concat(graph: GraphBuilder, tensors: readonly Tensor[], axis: number): Tensor {
  if (tensors.length === 1 && tensors[0] !== undefined) return tensors[0];
  const attributes = { ...T, N: { i: tensors.length }, Tidx: type('int32') };
  return graph.node('ConcatV2', { inputs: [...tensors, scalarInt(graph, axis)], attributes });
}

/** Scalars as one vector. */
export function pack(graph: GraphBuilder, scalars: readonly Tensor[]): Tensor {
  return graph.node('Pack', { inputs: scalars, attributes: { ...T, N: { i: scalars.length }, axis: { i: 0 } } });
}

export function readVariable(graph: GraphBuilder, handle: Tensor, options: NodeOptions = {}): Tensor {
  return graph.stateful('ReadVariableOp', { ...options, inputs: [handle], attributes: { dtype: type('float') } });
}

export function assignVariable(
  graph: GraphBuilder,
  [handle, value]: readonly [Tensor, Tensor],
  options: NodeOptions = {},
): Control {
  return graph.effect('AssignVariableOp', {
    ...options,
    inputs: [handle, value],
    attributes: { dtype: type('float') },
  });
}

/** A function's result where it is run for its effects. */
export function done(
  graph: GraphBuilder,
  effects: readonly Control[],
  scope: string,
): Readonly<Record<'done', SignatureTensor>> {
  const attributes = { T: type('float') };
  const tensor = graph.within(scope, () =>
    graph.node('Identity', { inputs: [scalar(graph, 1)], attributes, after: effects, name: 'done' }),
  );
  return { done: { tensor, dtype: 'float', shape: [] } };
}

/** ½‖x‖² over all elements. */
export function halfSquare(graph: GraphBuilder, x: Tensor): Tensor {
  return graph.node('L2Loss', { inputs: [x], attributes: T });
}

/** Window, strides and padding of TensorFlow's images, [N, H, W, C]. */
export function windowAttributes(window: {
  readonly kernel?: number;
  readonly stride: number;
  readonly padding: 'SAME' | 'VALID';
}) {
  const { kernel, stride, padding } = window;
  return {
    ...T,
    ...(kernel === undefined ? {} : { ksize: ints([1, kernel, kernel, 1]) }),
    strides: ints([1, stride, stride, 1]),
    padding: text(padding),
    data_format: text('NHWC'),
  };
}
