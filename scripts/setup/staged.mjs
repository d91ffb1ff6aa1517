import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const stamp = 'complete.json';
const stagingName = /^\.staging-(\d+)-/;

/** `folder`, if `makeFolder` once finished it. */
export function completeFolder(folder) {
  return existsSync(path.join(folder, stamp)) ? folder : undefined;
}

/**
 * Makes a folder whole or not at all: `make` fills a staging folder beside it, which gets a stamp and then the folder's name.
 * Staging folders of processes that have ended are removed.
 */
export async function makeFolder(folder, make) {
  const parent = path.dirname(folder);
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  const staging = path.join(parent, `.staging-${process.pid}-${path.basename(folder)}`);
  try {
    await mkdir(staging);
    await make(staging);
    await writeFile(path.join(staging, stamp), JSON.stringify({ made: new Date().toISOString() }));
    await moveInPlace(staging, folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function moveInPlace(staging, folder) {
  if (completeFolder(folder) !== undefined) return; // another process was faster
  await rm(folder, { recursive: true, force: true });
  await rename(staging, folder);
}

async function removeAbandoned(parent) {
  const abandoned = readdirSync(parent).filter((name) => {
    const pid = stagingName.exec(name)?.[1];
    return pid !== undefined && !isAlive(Number(pid));
  });
  for (const name of abandoned) await rm(path.join(parent, name), { recursive: true, force: true });
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
