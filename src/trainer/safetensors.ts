import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../protocol/userError';
import { decodeMetadata, decodeSafetensors } from './safetensorsDecode';
import { encodeSafetensors } from './safetensorsEncode';
import { fileFault, readMeanings } from '../formats/fileFault';
import type { TensorMap } from './safetensorsTensor';
import { writeWhole } from './writeWhole';

export { decodeSafetensors } from './safetensorsDecode';
export { encodeSafetensors } from './safetensorsEncode';
export { float32Of } from './safetensorsFloat32';
export type { DType, TensorData, TensorMap } from './safetensorsTensor';

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
  await writeWhole(file, encodeSafetensors(tensors, metadata), `The weights can't be saved as ${file}`);
}
