import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../protocol/userError';
import { fileFault } from '../../formats/fileFault';
import { temporaryName, writeMeanings, writeWhole } from '../writeWhole';

/** A file by its name in the folder that it goes to. */
export interface OutputFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Writes files into a folder that is there, each in one step. */
export async function writeFiles(folder: string, files: readonly OutputFile[]): Promise<void> {
  for (const { name, bytes } of files) {
    const file = path.join(folder, name);
    await writeWhole(file, bytes, `${file} can't be written`);
  }
}

/** Makes a folder with files in one step; one that has something in it stays as it is, and a sentence says so. */
export async function writeFolder(folder: string, files: readonly OutputFile[], signal: AbortSignal): Promise<void> {
  await refuseFull(folder);
  const temporary = temporaryName(folder);
  try {
    await mkdir(temporary);
    for (const { name, bytes } of files) await writeFile(path.join(temporary, name), bytes, { signal });
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    signal.throwIfAborted();
    throw fileFault(`${folder} can't be written`, error, writeMeanings);
  }
}

async function refuseFull(folder: string): Promise<void> {
  const found = await readdir(folder).catch(() => []); // what else is wrong with it shows when it is made
  if (found.length > 0)
    throw new UserError(`There are files in ${folder} already; name a new folder, or empty this one.`);
}
