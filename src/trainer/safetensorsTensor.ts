/**
 * Bytes of one element by type, in the reference implementation's order: its writer puts the types with the strictest
 * alignment first. Types of less than a byte are left out.
 */
export const elementBytes = {
  U64: 8,
  I64: 8,
  F64: 8,
  C64: 8,
  F32: 4,
  U32: 4,
  I32: 4,
  BF16: 2,
  F16: 2,
  U16: 2,
  I16: 2,
  F8_E8M0: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I8: 1,
  U8: 1,
  BOOL: 1,
} as const;

/** An element's type by its name in a safetensors header. */
export type DType = keyof typeof elementBytes;

/** One tensor as it lies in a file: `bytes` are little-endian, row-major, and exactly as many as type and shape say. */
export interface TensorData {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** Tensors by name; their order means nothing. */
export type TensorMap = ReadonlyMap<string, TensorData>;

/** The bytes that a tensor needs; over `Number.MAX_SAFE_INTEGER` where its dimensions are absurd, even if one of them is 0. */
export function byteLength(dtype: DType, shape: readonly number[]): number {
  const positive = shape.reduce((product, size) => product * Math.max(size, 1), elementBytes[dtype]);
  return Number.isSafeInteger(positive) && shape.includes(0) ? 0 : positive;
}

/** A tensor's name as messages show it: quoted, escaped, cut short. */
export function shownName(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name);
}
