import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { UserError } from '../../protocol/userError';

export interface Unpacking {
  readonly file: string;
  readonly folder: string;
  /** Paths in the archive that are wanted; one that ends in `/` is a folder. */
  readonly keep: readonly string[];
  readonly signal: AbortSignal;
  readonly onBytes: (done: number) => void;
}

/** Unpacks the wanted files of a zip archive, each under its path in the archive; anything else in it is left. */
export async function unpackWheel(unpacking: Unpacking): Promise<void> {
  const { file, keep } = unpacking;
  const names = await unpackAll(unpacking).catch((error: unknown) => {
    unpacking.signal.throwIfAborted();
    throw archiveFault(error, file);
  });
  const lacking = keep.find((wanted) => !names.some((name) => isWithin(name, wanted)));
  if (lacking !== undefined)
    throw new UserError(
      `${path.basename(file)} does not hold ${lacking}: it is not the file this version was made for.`,
    );
}

/** The system's own errors (a full disk) carry a code and are told elsewhere; the archive's are plain. */
function archiveFault(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || ('code' in error && 'syscall' in error)) return error;
  return new UserError(`${path.basename(file)} can not be unpacked: ${error.message}.`);
}

function isWithin(name: string, wanted: string): boolean {
  return wanted.endsWith('/') ? name.startsWith(wanted) : name === wanted;
}

async function unpackAll(unpacking: Unpacking): Promise<readonly string[]> {
  const names: string[] = [];
  const count = counter(unpacking.onBytes);
  const zip = await openPromise(unpacking.file, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/') || !unpacking.keep.some((wanted) => isWithin(entry.fileName, wanted))) continue;
      await unpackEntry({ zip, entry, count }, unpacking);
      names.push(entry.fileName);
    }
  } finally {
    zip.close();
  }
  return names;
}

type Counter = (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer>;

function counter(onBytes: (done: number) => void): Counter {
  let done = 0;
  return async function* (source) {
    for await (const chunk of source) {
      done += chunk.length;
      onBytes(done);
      yield chunk;
    }
  };
}

interface Unpacked {
  readonly zip: ZipFile;
  readonly entry: Entry;
  readonly count: Counter;
}

async function unpackEntry({ zip, entry, count }: Unpacked, { folder, signal }: Unpacking): Promise<void> {
  const target = path.resolve(folder, entry.fileName);
  if (!target.startsWith(path.resolve(folder) + path.sep))
    throw new Error(`it holds the path ${entry.fileName}, which leads out of the folder`);
  await mkdir(path.dirname(target), { recursive: true });
  const file = createWriteStream(target, { mode: isProgram(entry) ? 0o755 : 0o644 });
  await pipeline(await zip.openReadStreamPromise(entry), count, file, { signal });
}

/** By Unix's permissions, which the archive has in the upper half of its attributes: XLA runs ptxas. */
function isProgram({ externalFileAttributes }: Entry): boolean {
  return ((externalFileAttributes >>> 16) & 0o100) !== 0;
}
