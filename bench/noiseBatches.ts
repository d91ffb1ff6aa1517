import type { Batch } from '../src/trainer/data/assembleBatch';
import { drawAugmentation } from '../src/trainer/data/augmentation';
import type { Split } from '../src/trainer/data/dataset';
import { KeptBatches } from '../src/trainer/data/keptBatches';
import { seededRandom } from '../src/trainer/data/random';

/** What batches are made for. */
export interface NoiseOptions {
  /** C×H×W */
  readonly input: readonly number[];
  readonly classes: number;
  readonly batch: number;
}

/** Batches that are trained on in turn. */
const batchCount = 8;

/** Batches of noise. */
export function noiseBatches({ input, classes, batch }: NoiseOptions): readonly Batch[] {
  const random = seededRandom(0);
  const size = input.reduce((product, length) => product * length, batch);
  return Array.from({ length: batchCount }, () => ({
    images: Float32Array.from({ length: size }, () => random.normal()),
    labels: Int32Array.from({ length: batch }, () => random.below(classes)),
    count: batch,
  }));
}

/** Stored images of noise, 3×32×32, for a network to keep. */
export function noiseImages({ classes, batch }: NoiseOptions): Split {
  const random = seededRandom(0);
  const count = batchCount * batch;
  return {
    count,
    labels: Uint8Array.from({ length: count }, () => random.below(classes)),
    pixels: Uint8Array.from({ length: 3072 * count }, () => random.below(256)),
  };
}

/** Pixels of zeros that are put around an image, of which a part is cut out. */
export const cropPadding = 4;

/** Batches of kept images, each cut and mirrored by chance. */
export async function augmentedBatches(images: Split, { batch }: NoiseOptions): Promise<readonly Batch[]> {
  const recipe = { randomCrop: cropPadding, randomHorizontalFlip: 0.5 };
  const augmentation = drawAugmentation({ count: images.count, seed: 0, epoch: 1 }, recipe);
  const batches: Batch[] = [];
  for await (const each of new KeptBatches({ images }).batches({ split: 'images', batchSize: batch, augmentation }))
    batches.push(each);
  return batches;
}
