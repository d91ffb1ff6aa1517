import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { imagesPerFile, recordBytes, splitFiles } from '../../src/trainer/data/cifar10Layout';

/** One image that differs from the blank airplanes that the files are otherwise full of. */
export interface MarkedImage {
  readonly file: string;
  readonly record: number;
  readonly label: number;
  /** Red; green is one more and blue is two more. */
  readonly value: number;
}

/** Writes a folder in the official layout: sparse files of the right size with some images in them. */
export async function writeOfficialFolder(folder: string, images: readonly MarkedImage[] = []): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const name of [...splitFiles.train, ...splitFiles.test]) {
    const output = await open(path.join(folder, name), 'w');
    await output.truncate(imagesPerFile * recordBytes);
    for (const image of images.filter(({ file }) => file === name))
      await output.write(record(image), 0, recordBytes, image.record * recordBytes);
    await output.close();
  }
  return folder;
}

/** Writes the class names, each on its line. */
export function writeClassNames(folder: string, names: readonly string[]): Promise<void> {
  return writeFile(path.join(folder, 'batches.meta.txt'), `${names.join('\n')}\n\n`);
}

function record({ label, value }: MarkedImage): Buffer {
  const planes = [value, value + 1, value + 2].map((byte) => Buffer.alloc(1024, byte));
  return Buffer.concat([Buffer.from([label]), ...planes]);
}
