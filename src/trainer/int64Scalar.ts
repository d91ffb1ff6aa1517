import type { TensorData } from './safetensors';

/** A counter as PyTorch keeps one: an int64 without dimensions. */
export function int64Scalar(value: number): TensorData {
  return { dtype: 'I64', shape: [], bytes: new Uint8Array(BigInt64Array.of(BigInt(value)).buffer) };
}

/** A counter's value; nothing where the tensor is none. */
export function readInt64Scalar(tensor: TensorData | undefined): number | undefined {
  if (tensor?.dtype !== 'I64' || tensor.bytes.length !== 8) return undefined;
  return Number(new DataView(tensor.bytes.buffer, tensor.bytes.byteOffset).getBigInt64(0, true));
}
