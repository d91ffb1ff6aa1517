import { elements } from '../../model/layer';
import type { FilterImages } from '../../protocol/pictures';
import { UserError } from '../../protocol/userError';
import { floatTypes } from '../weights/openWeights';
import { readWeightsHeader, withFile, type OpenedFile } from '../weights/weightsHeader';
import { float32Of } from '../safetensorsFloat32';
import { scaledBytes } from './scaledBytes';

/** Reads a convolution's filters from a file of weights, each as an image; the rest of the file is not read. */
export async function filterImages(file: string, layer: string): Promise<FilterImages> {
  return withFile(file, async (opened) => {
    const [count, channels, size, values] = await filtersOf(opened, layer);
    const length = channels * size * size;
    const pixels = new Uint8Array(count * size * size * 3);
    for (let filter = 0; filter < count; filter++) {
      const own = scaledBytes(values.subarray(filter * length, (filter + 1) * length)).pixels;
      interleave(own, channels, pixels.subarray(filter * size * size * 3));
    }
    return { size, count, pixels };
  });
}

/** [count, channels, size, size] */
async function filtersOf(
  file: OpenedFile,
  layer: string,
): Promise<readonly [count: number, channels: number, size: number, values: Float32Array]> {
  const { entries, dataStart } = await readWeightsHeader(file);
  const entry = entries.find(({ name }) => name === `${layer}.weight`);
  const [count = 0, channels = 0, size = 0, width = 0] = entry?.shape ?? [];
  const isImage = entry?.shape.length === 4 && (channels === 3 || channels === 1) && size === width;
  if (entry === undefined || !isImage || !floatTypes.includes(entry.dtype))
    throw new UserError(
      `${file.name} has no convolution "${layer}" over the channels of an image; choose the network's first one.`,
    );
  const { name, dtype, shape, begin, end } = entry;
  const bytes = await file.read(dataStart + begin, end - begin);
  return [count, channels, size, float32Of({ dtype, shape: [elements(shape)], bytes }, name)];
}

/** Planes become pixels of three channels; a single plane is grey. */
function interleave(planes: Uint8Array, channels: number, to: Uint8Array): void {
  const area = planes.length / channels;
  for (let channel = 0; channel < 3; channel++) {
    const from = (channel % channels) * area;
    for (let pixel = 0; pixel < area; pixel++) to[3 * pixel + channel] = planes[from + pixel] ?? 0;
  }
}
