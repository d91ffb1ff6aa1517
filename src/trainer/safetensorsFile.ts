import { open, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../protocol/userError';
import { refuseGaps } from './safetensorsDecode';
import { maxHeaderBytes, readHeader, type Header } from './safetensorsHeader';

/** The 8 bytes that give the header's length, and what a header of a network known here takes at most. */
const lengthBytes = 8;
const firstRead = 1 << 20;

/** What a file begins with if it is no safetensors file but one of PyTorch's: a zip archive, or a pickle by itself. */
const pickles: readonly (readonly number[])[] = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x80, 0x02],
];

/** Reads the header of a safetensors file, and nothing of its tensors but their places; refuses one that is not sound with a sentence. */
export async function openHeader(handle: FileHandle, file: string): Promise<Header> {
  const name = path.basename(file);
  const { size } = await handle.stat();
  const start = await readAt(handle, 0, Math.min(size, firstRead));
  refusePickle(start, name);
  const wanted = lengthBytes + Number(start.length < lengthBytes ? 0 : start.readBigUInt64LE(0));
  const isLonger = wanted > start.length && wanted <= size && wanted <= lengthBytes + maxHeaderBytes;
  const header = readHeader(isLonger ? await readAt(handle, 0, wanted) : start, name);
  refuseGaps(header.entries, size - header.dataStart, name);
  return header;
}

/** Opens a file, uses it, and closes it. */
export async function withFile<T>(file: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const cannotOpen = (error: unknown): never => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UserError(`${file} can't be opened (${code}): check its path and permissions.`);
  };
  const found = await stat(file).catch(cannotOpen); // before it is opened: a pipe might wait for ever
  if (!found.isFile()) throw new UserError(`${file} is no file: check its path.`);
  const handle = await open(file, 'r').catch(cannotOpen);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

export async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function refusePickle(start: Buffer, name: string): void {
  if (!pickles.some((signature) => signature.every((byte, index) => start[index] === byte))) return;
  throw new UserError(
    `${name} is a file of PyTorch's own, a Python pickle, which can run programs when it is opened: in Python, write the weights by safetensors.torch.save_file(network.state_dict(), "weights.safetensors") and open that.`,
  );
}
