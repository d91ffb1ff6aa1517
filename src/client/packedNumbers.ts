import { decodeLog, encodeLog } from '../protocol/logNumbers';

/** Numbers that are 0 or more as a text: 16 bits each in base64, little-endian, as every processor is that Node runs on here. */
export function packed(values: ArrayLike<number>): string {
  const { buffer, byteOffset, byteLength } = encodeLog(values);
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

export function unpacked(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  const numbers = new Uint16Array(bytes.length >> 1);
  bytes.copy(new Uint8Array(numbers.buffer)); // at a place that numbers may begin at
  return decodeLog(numbers);
}
