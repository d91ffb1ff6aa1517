import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { create } from 'tar';
import type { Cifar10Archive } from '../../src/trainer/data/cifar10Archive';
import { standardClasses } from '../../src/protocol/cifar10';
import { folderName, metaFile, splitFiles } from '../../src/trainer/data/cifar10Layout';

/** A small archive like the official one, its bytes, and what proves it. */
export interface SampleArchive {
  readonly bytes: Buffer;
  readonly archive: Cifar10Archive;
}

interface Sample {
  /** A folder to make it in. */
  readonly folder: string;
  /** Files left out. */
  readonly without?: readonly string[];
  /** Changes the paths and types of entries as they are written, to what an honest `tar` would refuse. */
  readonly forge?: (entry: { path: string; type: string; linkpath?: string }) => void;
}

const names = [...splitFiles.train, ...splitFiles.test];

/** Makes an archive with files of the official names and 40,000 random bytes each. */
export async function makeArchive({ folder, without = [], forge }: Sample): Promise<SampleArchive> {
  const content = path.join(folder, 'making', folderName);
  await mkdir(content, { recursive: true });
  const fileMd5: Record<string, string> = {};
  for (const name of names) {
    const bytes = randomBytes(40_000);
    fileMd5[name] = md5(bytes);
    if (!without.includes(name)) await writeFile(path.join(content, name), bytes);
  }
  await writeFile(path.join(content, metaFile), `${standardClasses.join('\n')}\n\n`);
  await writeFile(path.join(content, 'readme.html'), '<html></html>');
  const file = path.join(folder, 'making', 'sample.tar.gz');
  const onWriteEntry = (entry: object) => forge?.(entry as Parameters<typeof forge>[0]); // tar's own entry has these
  await create({ file, cwd: path.dirname(content), gzip: true, onWriteEntry }, [folderName]);
  const bytes = await readFile(file);
  return {
    bytes,
    archive: { address: 'http://127.0.0.1:9/none.tar.gz', bytes: bytes.length, md5: md5(bytes), fileMd5 },
  };
}

/** An MD5 sum in hexadecimal. */
export function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}
