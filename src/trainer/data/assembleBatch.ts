import { imageBytes } from './cifar10Layout';
import type { Split } from './dataset';

const pixels = imageBytes / 3;

/** Images ready for the network. */
export interface Batch {
  /** [count, 32, 32, 3], NHWC, normalised. */
  readonly images: Float32Array<ArrayBuffer>;
  readonly labels: Int32Array<ArrayBuffer>;
  readonly count: number;
}

/** A pixel value v, 0…255, of a channel becomes (v / 255 − mean) / std. */
export interface Normalisation {
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** Values from −1 to 1. */
export const defaultNormalisation: Normalisation = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };

/** The normalised value of each byte, a table of 256 a channel. */
export type PixelTables = readonly [Float32Array, Float32Array, Float32Array];

/** The tables of a normalisation, rounded to float32 after each operation, as PyTorch's ToTensor and Normalize do. */
export function pixelTables({ mean, std }: Normalisation): PixelTables {
  const table = (channel: 0 | 1 | 2) =>
    Float32Array.from({ length: 256 }, (_, value) => {
      const centred = Math.fround(Math.fround(value / 255) - Math.fround(mean[channel]));
      return centred / Math.fround(std[channel]);
    });
  return [table(0), table(1), table(2)];
}

/** Gathers the images at `indices` of a split: planes of bytes (CHW) become interleaved numbers (HWC). */
export function assembleBatch(split: Split, indices: Uint32Array, tables: PixelTables): Batch {
  const images = new Float32Array(indices.length * imageBytes);
  const labels = new Int32Array(indices.length);
  indices.forEach((image, position) => {
    if (image >= split.count) throw new RangeError(`There is no image ${image} among ${split.count}.`);
    labels[position] = split.labels[image] ?? 0;
    tables.forEach((table, channel) => {
      const from = image * imageBytes + channel * pixels;
      const to = position * imageBytes + channel;
      for (let pixel = 0; pixel < pixels; pixel++) images[to + pixel * 3] = table[split.pixels[from + pixel] ?? 0] ?? 0;
    });
  });
  return { images, labels, count: indices.length };
}
