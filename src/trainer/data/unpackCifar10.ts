import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { extract } from 'tar';
import { UserError } from '../../protocol/userError';
import { folderName, metaFile } from './cifar10Layout';
import { hasMd5 } from './fileMd5';

const folderEntries: readonly string[] = [folderName, `${folderName}/`];

interface Unpacking {
  readonly archive: string;
  /** Where the files come to lie; what is there is replaced once the new files are proven. */
  readonly folder: string;
  readonly fileMd5: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Told how many of the archive's files have been reached. */
  readonly onFile: (done: number, total: number) => void;
}

/** Unpacks the archive beside the folder, proves each file, then puts the whole in its place in one step. */
export async function unpackCifar10(unpacking: Unpacking): Promise<void> {
  const { archive, folder, fileMd5, signal } = unpacking;
  await removeLeftovers(folder);
  const staging = await mkdtemp(`${folder}-`);
  try {
    await extractInto(staging, unpacking);
    signal.throwIfAborted();
    for (const [name, md5] of Object.entries(fileMd5))
      if (!(await hasMd5(path.join(staging, name), md5, signal)))
        throw new UserError(
          `${archive} holds no ${name} with the official MD5 sum; remove it and download CIFAR-10 again.`,
        );
    await rm(folder, { recursive: true, force: true });
    await rename(staging, folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** What attempts that were killed have left beside the folder; the caller holds the lock, so no other is under way. */
async function removeLeftovers(folder: string): Promise<void> {
  const parent = path.dirname(folder);
  const left = (await readdir(parent)).filter((name) => name.startsWith(`${path.basename(folder)}-`));
  for (const name of left) await rm(path.join(parent, name), { recursive: true, force: true });
}

/** Only the expected files are written, whatever else the archive names; a stranger among them condemns it. */
async function extractInto(staging: string, { archive, fileMd5, signal, onFile }: Unpacking): Promise<void> {
  const wanted = new Set([metaFile, 'readme.html', ...Object.keys(fileMd5)].map((name) => `${folderName}/${name}`));
  const strangers: string[] = [];
  let files = 0;
  const accept = (name: string, entry: object) => {
    if (folderEntries.includes(name)) return false;
    const known = wanted.has(name) && 'type' in entry && entry.type === 'File';
    if (!known) strangers.push(name);
    if (known) onFile(++files, wanted.size);
    return known && !signal.aborted;
  };
  await extract({ file: archive, cwd: staging, strip: 1, strict: true, preserveOwner: false, filter: accept });
  if (strangers.length > 0)
    throw new UserError(
      `${archive} holds ${strangers.join(', ')}, which is no part of CIFAR-10; remove it and download CIFAR-10 again.`,
    );
}
