import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../protocol/userError';
import { standardClasses } from '../../protocol/cifar10';
import { imagesPerFile, metaFile, recordBytes, splitFiles } from './cifar10Layout';
import type { RecordFile, RecordSource } from './recordSource';

const fileBytes = imagesPerFile * recordBytes;

/** A folder in CIFAR-10's official binary layout; rejects where a file is missing or has another size. */
export async function officialSource(folder: string): Promise<RecordSource> {
  for (const name of [...splitFiles.train, ...splitFiles.test]) await checkSize(folder, name);
  const files = (names: readonly string[]) => names.map((name) => recordFile(path.join(folder, name)));
  return {
    title: folder,
    classes: new Map((await classNames(folder)).map((name, label) => [name, label])),
    train: files(splitFiles.train),
    test: files(splitFiles.test),
  };
}

async function checkSize(folder: string, name: string): Promise<void> {
  const found = await fileSize(path.join(folder, name));
  if (found === undefined)
    throw new UserError(`${name} is missing from the data folder ${folder}; copy it there from the official archive.`);
  if (found !== fileBytes) throw wrongSize(path.join(folder, name), found);
}

async function fileSize(file: string): Promise<number | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? found.size : undefined;
}

function recordFile(file: string): RecordFile {
  const read = async () => {
    const bytes = await readFile(file).catch((error: unknown) => {
      throw new UserError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}.`);
    });
    if (bytes.length !== fileBytes) throw wrongSize(file, bytes.length);
    return bytes;
  };
  return { file, read };
}

function wrongSize(file: string, found: number): UserError {
  const sizes = `${found.toLocaleString('en')} bytes where ${fileBytes.toLocaleString('en')} are expected`;
  return new UserError(`${file} has ${sizes}; replace it by the one in the official archive.`);
}

async function classNames(folder: string): Promise<readonly string[]> {
  const file = path.join(folder, metaFile);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return standardClasses;
  const names = text.split('\n').flatMap((line) => line.trim() || []);
  if (names.length !== standardClasses.length || new Set(names).size !== names.length)
    throw new UserError(
      `${file} must hold ${standardClasses.length} different class names, one a line; put the official file there, or remove it.`,
    );
  return names;
}
