import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../protocol/userError';
import { decodeMetadata, decodeSafetensors } from './safetensorsDecode';
import { encodeSafetensors } from './safetensorsEncode';
import { fileFault, readMeanings } from './safetensorsFault';
import type { TensorMap } from './safetensorsTensor';

export { decodeSafetensors } from './safetensorsDecode';
export { encodeSafetensors } from './safetensorsEncode';
export { float32Of } from './safetensorsFloat32';
export type { DType, TensorData, TensorMap } from './safetensorsTensor';

const fullDisk = 'the disk is full; free some space or choose another folder';
const forbidden = "you may not write to its folder; choose another or change the folder's permissions";
const writeMeanings: Readonly<Record<string, string>> = {
  ENOSPC: fullDisk,
  EDQUOT: fullDisk,
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: 'its folder is on a read-only file system; choose another',
  ENOENT: 'its folder does not exist; make it or choose another',
  ENOTDIR: 'a part of its path is a file; choose another folder',
  EISDIR: 'there is a folder of that name; choose another name',
};

/** The tensors of a file; anything but a sound safetensors file is refused with one sentence. */
export async function readSafetensors(file: string): Promise<TensorMap> {
  return decodeSafetensors(await readRegularFile(file), path.basename(file));
}

/** The tensors of a file and the free texts beside them. */
export async function readSafetensorsWhole(
  file: string,
): Promise<{ readonly tensors: TensorMap; readonly metadata: Readonly<Record<string, string>> }> {
  const bytes = await readRegularFile(file);
  const name = path.basename(file);
  return { tensors: decodeSafetensors(bytes, name), metadata: decodeMetadata(bytes, name) };
}

async function readRegularFile(file: string): Promise<Uint8Array> {
  try {
    // A pipe or device might never end.
    if (!(await stat(file)).isFile()) throw new UserError(`${file} can't be read: it is no file; check its path.`);
    return await readFile(file);
  } catch (error) {
    throw fileFault(`${file} can't be read`, error, readMeanings);
  }
}

/** Writes a file in one step: until all of it is on the disk, and after any fault, the old file stands under its name. */
export async function writeSafetensors(
  file: string,
  tensors: TensorMap,
  metadata?: Readonly<Record<string, string>>,
): Promise<void> {
  const bytes = encodeSafetensors(tensors, metadata);
  const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeThrough(temporary, bytes);
    await rename(temporary, file);
    await syncFolder(path.dirname(file));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw fileFault(`The weights can't be saved as ${file}`, error, writeMeanings);
  }
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
