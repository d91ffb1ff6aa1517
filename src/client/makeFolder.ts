import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from './diskFault';

/** Makes a folder and those above it that are missing; step by step, since Node's recursive mkdir never ends in some of /proc. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeOne(folder);
  } catch (error) {
    const parent = path.dirname(folder);
    if (codeOf(error) !== 'ENOENT' || parent === folder) throw error;
    await makeFolder(parent);
    await makeOne(folder);
  }
}

async function makeOne(folder: string): Promise<void> {
  await mkdir(folder).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error; // a file in its place shows when something is written into it
  });
}
