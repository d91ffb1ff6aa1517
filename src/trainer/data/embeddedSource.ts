import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { embeddedClasses, standardClasses } from '../../protocol/cifar10';
import { UserError } from '../../protocol/userError';
import type { RecordFile, RecordSource } from './recordSource';

const decompress = promisify(brotliDecompress);

/** The subset inside the product: 500 training and 100 test images of each of two classes, as official records under Brotli. */
export function embeddedSource(folder: string): RecordSource {
  return {
    title: 'The embedded data',
    classes: new Map(embeddedClasses.map((name) => [name, standardClasses.indexOf(name)])),
    train: [recordFile(path.join(folder, 'embedded-train.bin.br'))],
    test: [recordFile(path.join(folder, 'embedded-test.bin.br'))],
  };
}

function recordFile(file: string): RecordFile {
  const read = async () => {
    try {
      return await decompress(await readFile(file));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UserError(`The embedded data ${file} can't be read (${reason}); install the product again.`);
    }
  };
  return { file, read };
}
