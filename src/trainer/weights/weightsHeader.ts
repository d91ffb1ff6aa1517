import { open, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../protocol/userError';
import { refuseUnsound } from '../safetensorsDecode';
import { fileFault, readMeanings } from '../../formats/fileFault';
import { headerLength, parseHeader, type Header } from '../safetensorsHeader';

/** A file's header, and its size in bytes. */
export interface WeightsHeader extends Header {
  readonly bytes: number;
}

/** What reads a file, and counts what it reads. */
export interface OpenedFile {
  readonly name: string;
  readonly size: number;
  /** So many bytes from a place on; a sentence where the file ends before. */
  readonly read: (begin: number, length: number) => Promise<Uint8Array<ArrayBuffer>>;
}

/** Ten times what the header of ResNet-1202 has; what is larger belongs to no network known here. */
const mostHeaderBytes = 4_000_000;

/** Opens a file for a while; a fault of the file is told in one sentence. */
export async function withFile<T>(file: string, use: (opened: OpenedFile) => Promise<T>): Promise<T> {
  let handle: FileHandle | undefined;
  try {
    const { size, isRegular } = await sizeOf(file); // before it is opened: a pipe might never open
    if (!isRegular) throw new UserError(`${file} can't be read: it is no file; check its path.`);
    const opened = await open(file, 'r');
    handle = opened;
    const name = path.basename(file);
    return await use({ name, size, read: (begin, length) => readPart(opened, { name, begin, length }) });
  } catch (error) {
    throw fileFault(`${file} can't be read`, error, readMeanings);
  } finally {
    await handle?.close();
  }
}

async function sizeOf(file: string): Promise<{ readonly size: number; readonly isRegular: boolean }> {
  const facts = await stat(file);
  return { size: facts.size, isRegular: facts.isFile() };
}

/** Reads a file's header and nothing else; refuses what is no sound safetensors file. */
export async function readWeightsHeader({ name, size, read }: OpenedFile): Promise<WeightsHeader> {
  const start = await read(0, Math.min(8, size));
  refusePickle(start, name);
  const length = headerLength(start, { file: name, size, most: mostHeaderBytes });
  const header = parseHeader(await read(8, length), name);
  refuseUnsound(header, size - header.dataStart, name);
  return { ...header, bytes: size };
}

/** A zip archive, as torch.save writes it, or a pickle, as it wrote it before. */
function refusePickle(start: Uint8Array, name: string): void {
  const isZip = start[0] === 0x50 && start[1] === 0x4b && start[2] === 3 && start[3] === 4;
  const isPickle = start[0] === 0x80 && (start[1] ?? 0) >= 2 && (start[1] ?? 0) <= 5 && start[7] !== 0;
  if (!isZip && !isPickle) return;
  throw new UserError(
    `${name} holds a Python pickle, which can run programs, and is not opened here; save it as safetensors in Python: safetensors.torch.save_file(torch.load("${name}", weights_only=True), "weights.safetensors").`,
  );
}

interface Part {
  readonly name: string;
  readonly begin: number;
  readonly length: number;
}

async function readPart(handle: FileHandle, { name, begin, length }: Part): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await handle.read(bytes, done, length - done, begin + done);
    if (bytesRead === 0) throw new UserError(`${name} has become shorter while it was read; open it again.`);
    done += bytesRead;
  }
  return bytes;
}
