import { decodeLog, encodeLog } from '../protocol/logNumbers';

/** Numbers that are 0 or more as a text: 16 bits each, little-endian, in base64. */
export function packed(values: ArrayLike<number>): string {
  const { buffer, byteOffset, byteLength } = encodeLog(values);
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

export function unpacked(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return decodeLog(Uint16Array.from({ length: bytes.length >> 1 }, (_, at) => bytes.readUInt16LE(2 * at)));
}
