import type { Shape } from '../../model/layer';
import type { Batch } from './assembleBatch';
import type { Augmentation } from './augmentation';
import { defaultNormalisation, pixelTables, type Normalisation } from './normalisation';

/** What a network does to a batch's images before its first layer. */
export interface InputOptions {
  readonly normalisation: Normalisation;
  /** Pixels of zero bytes on each side, out of which a batch's augmentation cuts. */
  readonly cropPadding: number;
}

export const defaultInput: InputOptions = { normalisation: defaultNormalisation, cropPadding: 0 };

/** The images as the first layer takes them, [count, H, W, 3]: cut and mirrored as the batch says, and normalised. */
export function preparedImages(
  { images, augmentation }: Batch,
  [, height = 0, width = 0]: Shape,
  { normalisation, cropPadding }: InputOptions,
): Float32Array<ArrayBuffer> {
  const tables = pixelTables(normalisation);
  if (images instanceof Int32Array) throw new RangeError('This network keeps no images: a batch must bring its own.');
  const numbers = images instanceof Float32Array ? images : normalised(images, tables);
  if (augmentation === undefined) return numbers;
  const outside = tables.map((table) => table[0] ?? 0); // a zero byte, normalised as any other
  return augmented(numbers, { ...augmentation, height, width, cropPadding, outside });
}

function normalised(bytes: Uint8Array, tables: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const numbers = new Float32Array(bytes.length);
  tables.forEach((table, channel) => {
    for (let at = channel; at < bytes.length; at += 3) numbers[at] = table[bytes[at] ?? 0] ?? 0;
  });
  return numbers;
}

interface Cut extends Augmentation {
  readonly height: number;
  readonly width: number;
  readonly cropPadding: number;
  readonly outside: readonly number[];
}

function augmented(numbers: Float32Array, cut: Cut): Float32Array<ArrayBuffer> {
  const result = new Float32Array(numbers.length);
  const pixels = cut.height * cut.width;
  for (let at = 0; at < result.length; at += 3) {
    const image = Math.floor(at / (3 * pixels));
    const from = sourcePixel((at / 3) % pixels, image, cut);
    for (let channel = 0; channel < 3; channel++) {
      const value = from === undefined ? cut.outside[channel] : numbers[3 * (image * pixels + from) + channel];
      result[at + channel] = value ?? 0;
    }
  }
  return result;
}

/** The pixel of the image that a pixel of the result comes from; nothing where that is padding. */
function sourcePixel(pixel: number, image: number, cut: Cut): number | undefined {
  const { width, height, cropPadding } = cut;
  const column = pixel % width;
  const seen = cut.flip[image] === 1 ? width - 1 - column : column;
  const y = Math.floor(pixel / width) + (cut.top[image] ?? 0) - cropPadding;
  const x = seen + (cut.left[image] ?? 0) - cropPadding;
  return y >= 0 && y < height && x >= 0 && x < width ? y * width + x : undefined;
}
