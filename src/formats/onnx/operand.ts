import type { Shape } from '../../model/layer';
import type { OnnxTensor } from './onnxModel';

/** What a layer gives. `half` says what has been done to it in one of two directions, which only the next operation completes. */
export interface Value {
  readonly type: 'value';
  /** Of the list of layers. */
  readonly index: number;
  /** Without the batch. */
  readonly shape: Shape;
  readonly half?: { readonly kind: 'rows' | 'columns' | 'averaged'; readonly by: number } | undefined;
}

/** What the file itself gives: weights, whose numbers are not read, or a few numbers. */
export interface Constant {
  readonly type: 'constant';
  readonly dims: Shape;
  readonly numbers: readonly number[] | undefined;
}

/** What comes behind an operation that is not known. */
export interface Lost {
  readonly type: 'lost';
}

export type Operand = Value | Constant | Lost;

export const lost: Lost = { type: 'lost' };

/** A constant of which nothing is known. */
export const unread: Constant = { type: 'constant', dims: [], numbers: undefined };

/** Numbers of a constant that are read. */
const maxNumbers = 1_024;

type Reading = readonly [bytes: number, read: (view: DataView, at: number) => number];

/** Of ONNX's data types: FLOAT, INT32, INT64, DOUBLE. */
const readings: Readonly<Record<number, Reading>> = {
  1: [4, (view, at) => view.getFloat32(at, true)],
  6: [4, (view, at) => view.getInt32(at, true)],
  7: [8, (view, at) => Number(view.getBigInt64(at, true))],
  11: [8, (view, at) => view.getFloat64(at, true)],
};

export function constantOf(tensor: OnnxTensor): Constant {
  return { type: 'constant', dims: tensor.dims, numbers: numbersOf(tensor) };
}

function numbersOf(tensor: OnnxTensor): readonly number[] | undefined {
  const count = tensor.dims.reduce((product, size) => product * size, 1);
  if (count > maxNumbers) return undefined;
  const listed = [tensor.floatData, tensor.int32Data, tensor.int64Data, tensor.doubleData].find((all) => all.length > 0); // prettier-ignore
  const numbers = listed ?? rawNumbers(tensor, count);
  return numbers?.length === count ? numbers : undefined;
}

function rawNumbers({ rawData, dataType }: OnnxTensor, count: number): readonly number[] | undefined {
  const reading = readings[dataType];
  if (count === 0) return [];
  if (rawData === undefined || reading === undefined) return undefined;
  const [size, read] = reading;
  if (rawData.length !== size * count) return undefined;
  const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
  return Array.from({ length: count }, (_, index) => read(view, index * size));
}
