import type { Recipe } from '../../protocol/recipe';
import { seededRandom } from './random';

/** What is done to each of some images: a part of the padded image is cut out, which is then mirrored or not. */
export interface Augmentation {
  /** The part's first row in the padded image, 0…2 · padding. */
  readonly top: Int32Array<ArrayBuffer>;
  /** Its first column. */
  readonly left: Int32Array<ArrayBuffer>;
  /** 1 where it is mirrored from left to right, else 0. */
  readonly flip: Int32Array<ArrayBuffer>;
}

/** Which epoch, from 1, of which run is drawn for, and how many images it has. */
export interface AugmentedEpoch {
  readonly count: number;
  readonly seed: number;
  readonly epoch: number;
}

/** Epoch e draws from the seed's stream firstStream + e: those below are the weights' and the shuffling's. */
const firstStream = 2 ** 32;

/**
 * Draws for the images of an epoch in their shuffled order: each depends on seed, epoch and place alone, and a flip not on
 * the crop's padding. Nothing where the recipe changes no image.
 */
export function drawAugmentation(
  { count, seed, epoch }: AugmentedEpoch,
  { randomCrop, randomHorizontalFlip }: Pick<Recipe, 'randomCrop' | 'randomHorizontalFlip'>,
): Augmentation | undefined {
  if (randomCrop === 0 && randomHorizontalFlip === 0) return undefined;
  const { uniform } = seededRandom(seed, firstStream + epoch);
  const offset = (): number => Math.floor(uniform() * (2 * randomCrop + 1));
  const [top, left, flip] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
  for (let place = 0; place < count; place++) {
    top[place] = offset();
    left[place] = offset();
    flip[place] = uniform() < randomHorizontalFlip ? 1 : 0;
  }
  return { top, left, flip };
}

/** The draws of the images from `start` on up to `end`. */
export function augmentationSlice(
  { top, left, flip }: Augmentation,
  { start, end }: { readonly start: number; readonly end: number },
): Augmentation {
  return { top: top.slice(start, end), left: left.slice(start, end), flip: flip.slice(start, end) };
}
