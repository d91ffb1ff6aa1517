// Writes the subset that the extension carries: every tenth airplane and every tenth bird of each split, in stored order.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { product, root } from './product.mjs';

const { embeddedClasses, recordBytes, splitFiles, standardClasses } = product;
const labels = embeddedClasses.map((name) => standardClasses.indexOf(name));
const every = 10;

/** Makes both files from the official ones in `folder`. */
export async function embed(folder, report) {
  const target = path.join(root, 'media', 'data');
  await mkdir(target, { recursive: true });
  for (const split of Object.keys(splitFiles)) {
    const records = await subset(splitFiles[split].map((name) => path.join(folder, name)));
    const file = path.join(target, `embedded-${split}.bin.br`);
    const packed = compress(records);
    await writeFile(file, packed);
    report(`${file}: ${records.length / recordBytes} images, ${packed.length} bytes, sha256 ${sha256(packed)}`);
  }
}

async function subset(files) {
  const seen = new Map(labels.map((label) => [label, 0]));
  const kept = [];
  for (const file of files) {
    const bytes = await readFile(file);
    for (let start = 0; start < bytes.length; start += recordBytes) {
      const count = seen.get(bytes[start]);
      if (count === undefined) continue;
      if (count % every === 0) kept.push(bytes.subarray(start, start + recordBytes));
      seen.set(bytes[start], count + 1);
    }
  }
  return Buffer.concat(kept);
}

function compress(records) {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_MAX_QUALITY, BROTLI_MAX_WINDOW_BITS } = constants;
  return brotliCompressSync(records, {
    params: { [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY, [BROTLI_PARAM_LGWIN]: BROTLI_MAX_WINDOW_BITS },
  });
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
