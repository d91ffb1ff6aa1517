import { UserError } from '../protocol/userError';
import { byteLength, type DType, elementBytes, shownName, type TensorData } from './safetensorsTensor';

type ReadElement = (view: DataView, index: number) => number;

const scratch = new DataView(new ArrayBuffer(4));

const readers: Partial<Record<DType, ReadElement>> = {
  F64: (view, index) => view.getFloat64(8 * index, true),
  F32: (view, index) => view.getFloat32(4 * index, true),
  F16: (view, index) => fromHalf(view.getUint16(2 * index, true)),
  BF16: (view, index) => fromBits(view.getUint16(2 * index, true) << 16),
  // Such a byte is the upper one of a half-precision number.
  F8_E5M2: (view, index) => fromHalf(view.getUint8(index) << 8),
};

/** A tensor's elements in an array of their own: F64 is rounded, F16, BF16 and F8_E5M2 stay exact, other types are refused. */
export function float32Of(tensor: TensorData, name: string): Float32Array {
  const { dtype, shape, bytes } = tensor;
  const read = readers[dtype];
  if (read === undefined)
    throw new UserError(
      `Tensor ${shownName(name)} holds ${dtype}, where floating-point numbers are needed; save it as F32.`,
    );
  // A copy of the bytes is the answer itself; every processor that Node runs on here is little-endian.
  if (dtype === 'F32') return new Float32Array(new Uint8Array(bytes).buffer);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = byteLength(dtype, shape) / elementBytes[dtype];
  const values = new Float32Array(count);
  for (let index = 0; index < count; index++) values[index] = read(view, index);
  return values;
}

function fromBits(bits: number): number {
  scratch.setInt32(0, bits);
  return scratch.getFloat32(0);
}

/** IEEE 754 binary16: 1 sign bit, 5 of the exponent, 10 of the fraction. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
