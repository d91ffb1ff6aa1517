import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileFault } from '../formats/fileFault';

const fullDisk = 'the disk is full; free some space or choose another folder';
const forbidden = "you may not write to its folder; choose another or change the folder's permissions";
/** What the system's codes mean where a file is written. */
export const writeMeanings: Readonly<Record<string, string>> = {
  ENOSPC: fullDisk,
  EDQUOT: fullDisk,
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: 'its folder is on a read-only file system; choose another',
  ENOENT: 'its folder does not exist; make it or choose another',
  ENOTDIR: 'a part of its path is a file; choose another folder',
  EISDIR: 'there is a folder of that name; choose another name',
};

/** Writes a file in one step: until all of it is on the disk, and after any fault, the old file stands under its name; `what` begins a fault's sentence. */
export async function writeWhole(file: string, bytes: Uint8Array, what: string): Promise<void> {
  const temporary = temporaryName(file);
  try {
    await writeThrough(temporary, bytes);
    await rename(temporary, file);
    await syncFolder(path.dirname(file));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw fileFault(what, error, writeMeanings);
  }
}

/** A name beside a file's that nothing else has. */
export function temporaryName(file: string): string {
  return `${file}.${randomBytes(4).toString('hex')}.tmp`;
}

async function writeThrough(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the new name outlast a power cut where the file system can; Windows and some network folders can't. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
