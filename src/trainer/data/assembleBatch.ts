import type { Augmentation } from './augmentation';
import { imageBytes } from './cifar10Layout';
import type { Split } from './dataset';

const pixels = imageBytes / 3;

/** Images for the network, with their labels. */
export interface Batch {
  /**
   * [count, H, W, 3], NHWC: bytes as they are stored, which the network normalises, or numbers that are normalised already;
   * or [count], places of images among those that the network keeps.
   */
  readonly images: Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
  readonly labels: Int32Array<ArrayBuffer>;
  readonly count: number;
  /** What the network does to each image before it is normalised; left out: nothing. */
  readonly augmentation?: Augmentation | undefined;
}

/** Gathers the images at `indices` of a split: planes of bytes (CHW) become interleaved ones (HWC). */
export function assembleBatch(split: Split, indices: Uint32Array): Batch {
  const images = new Uint8Array(indices.length * imageBytes);
  const labels = new Int32Array(indices.length);
  indices.forEach((image, position) => {
    if (image >= split.count) throw new RangeError(`There is no image ${image} among ${split.count}.`);
    labels[position] = split.labels[image] ?? 0;
    const stored = split.pixels.subarray(image * imageBytes, (image + 1) * imageBytes);
    interleave(stored, images.subarray(position * imageBytes, (position + 1) * imageBytes));
  });
  return { images, labels, count: indices.length };
}

function interleave(planes: Uint8Array, to: Uint8Array): void {
  for (let channel = 0; channel < 3; channel++)
    for (let pixel = 0; pixel < pixels; pixel++) to[pixel * 3 + channel] = planes[channel * pixels + pixel] ?? 0;
}
