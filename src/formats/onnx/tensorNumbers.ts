import { elements, type Shape } from '../../model/layer';
import { maxNumbers } from '../graph/graph';

/** The ways in which an ONNX tensor may hold its numbers. */
interface NumberedTensor {
  readonly dims: Shape;
  readonly dataType: number;
  readonly rawData?: Uint8Array | undefined;
  readonly floatData: readonly number[];
  readonly int32Data: readonly number[];
  readonly int64Data: readonly number[];
  readonly doubleData: readonly number[];
}

type Reading = readonly [bytes: number, read: (view: DataView, at: number) => number];

/** Of ONNX's data types: FLOAT, INT32, INT64, DOUBLE. */
const readings: Readonly<Record<number, Reading>> = {
  1: [4, (view, at) => view.getFloat32(at, true)],
  6: [4, (view, at) => view.getInt32(at, true)],
  7: [8, (view, at) => Number(view.getBigInt64(at, true))],
  11: [8, (view, at) => view.getFloat64(at, true)],
};

/** The few numbers of a tensor; nothing where there are many, or none that can be read. */
export function tensorNumbers(tensor: NumberedTensor): readonly number[] | undefined {
  const count = elements(tensor.dims);
  if (count > maxNumbers) return undefined;
  const listed = [tensor.floatData, tensor.int32Data, tensor.int64Data, tensor.doubleData].find((all) => all.length > 0); // prettier-ignore
  const numbers = listed ?? rawNumbers(tensor, count);
  return numbers?.length === count ? numbers : undefined;
}

function rawNumbers({ rawData, dataType }: NumberedTensor, count: number): readonly number[] | undefined {
  const reading = readings[dataType];
  if (count === 0) return [];
  if (rawData === undefined || reading === undefined) return undefined;
  const [size, read] = reading;
  if (rawData.length !== size * count) return undefined;
  const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
  return Array.from({ length: count }, (_, index) => read(view, index * size));
}
