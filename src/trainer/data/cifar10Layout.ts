import path from 'node:path';

/** Bytes of one image in CIFAR-10's binary files: 1,024 red, 1,024 green, 1,024 blue, each row by row. */
export const imageBytes = 3072;

/** Pixels along an image's side. */
export const imageSize = 32;

/** Bytes of one record: the label, then the image. */
export const recordBytes = 1 + imageBytes;

/** Images in each of the official files. */
export const imagesPerFile = 10_000;

/** The name that the official archive gives its folder. */
export const folderName = 'cifar-10-batches-bin';

/** Where the cache folder `home` keeps CIFAR-10. */
export function cifar10Folder(home: string): string {
  return path.join(home, 'data', folderName);
}

/** The file with the class names, one a line. */
export const metaFile = 'batches.meta.txt';

/** The files that each split is read from, in order. */
export const splitFiles = {
  train: ['data_batch_1.bin', 'data_batch_2.bin', 'data_batch_3.bin', 'data_batch_4.bin', 'data_batch_5.bin'],
  test: ['test_batch.bin'],
} as const;

/** The official files' MD5 sums. */
export const officialMd5: Readonly<Record<string, string>> = {
  'data_batch_1.bin': '5dd7e06a14cb22eb9f671a540d1b7c25',
  'data_batch_2.bin': '5ea93a67294ea407fff1d09f752e9692',
  'data_batch_3.bin': '942cd6a4bcdd0dd3c604fbe906cb4421',
  'data_batch_4.bin': 'ae636b3ba5c66a11e91e8cb52e771fcb',
  'data_batch_5.bin': '53f37980c15c3d472c316c40844f3f0d',
  'test_batch.bin': '803d5f7f4d78ea53de84dbe85f74fb6d',
};
