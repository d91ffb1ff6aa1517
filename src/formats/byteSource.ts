import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { UserError } from '../protocol/userError';
import { fileFault, readMeanings } from './fileFault';

/** Bytes that can be read anywhere; nothing keeps them in memory. */
export interface ByteSource {
  readonly length: number;
  byte(at: number): number;
  /** A copy. */
  bytes(at: number, count: number): Uint8Array;
}

/** Bytes in memory. */
export function memoryBytes(bytes: Uint8Array): ByteSource {
  return {
    length: bytes.length,
    byte: (at) => bytes[at] ?? 0,
    bytes: (at, count) => new Uint8Array(bytes.subarray(at, at + count)),
  };
}

const windowSize = 16_384;

/** Opens a file, of which only what is asked for is read, and closes it after its use. */
export function withFileBytes<T>(file: string, use: (source: ByteSource) => T): T {
  let descriptor: number | undefined;
  try {
    // A pipe would not even open before somebody writes.
    if (!statSync(file).isFile()) throw new UserError(`${file} can't be read: it is no file; check its path.`);
    descriptor = openSync(file, 'r');
    return use(fileBytes(descriptor, fstatSync(descriptor).size));
  } catch (error) {
    throw readFault(file, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function fileBytes(descriptor: number, length: number): ByteSource {
  const window = new Uint8Array(windowSize);
  let [start, end] = [0, 0];
  return {
    length,
    byte: (at) => {
      if (at < start || at >= end) {
        start = at;
        end = at + readSync(descriptor, window, 0, windowSize, at);
      }
      return window[at - start] ?? 0;
    },
    bytes: (at, count) => {
      const copy = new Uint8Array(count);
      readSync(descriptor, copy, 0, count, at);
      return copy;
    },
  };
}

/** What the system says of the file; what reading its content throws goes on as it is. */
function readFault(file: string, error: unknown): unknown {
  const isSystems = error instanceof Error && 'code' in error;
  return isSystems ? fileFault(`${file} can't be read`, error, readMeanings) : error;
}
