import { imagesAtOnce, type TestImageChoice, type TestImages } from '../../protocol/pictures';
import type { ImageSource } from '../../protocol/trainerContract';
import { UserError } from '../../protocol/userError';
import { assembleBatch } from '../data/assembleBatch';
import { imageSize } from '../data/cifar10Layout';
import type { Dataset } from '../data/dataset';
import type { TrainerFolders } from '../folders';
import { testSplit } from '../testSplit';

/** A few of the data's test images to choose from. */
export async function testImages(request: ImageSource & TestImageChoice, folders: TrainerFolders): Promise<TestImages> {
  const dataset = await testSplit(request, folders);
  const { classes, test } = dataset;
  const places = placesOf(dataset, request.class);
  const shown = places.slice(request.from, request.from + imagesAtOnce);
  const images = shown.map((index) => {
    const { images: pixels } = assembleBatch(test, Uint32Array.of(index));
    return { index, class: classes[test.labels[index] ?? 0] ?? '', pixels: Uint8Array.from(pixels) };
  });
  return { classes, total: places.length, size: imageSize, images };
}

/** Where the images of a class are; without one, of all. */
function placesOf({ classes, test }: Dataset, name: string | undefined): readonly number[] {
  const label = name === undefined ? undefined : classes.indexOf(name);
  if (label === -1)
    throw new UserError(`There is no class "${name ?? ''}" in the data; it has ${classes.join(', ')}.`, 'usage');
  const all = Array.from({ length: test.count }, (_, index) => index);
  return label === undefined ? all : all.filter((index) => test.labels[index] === label);
}
