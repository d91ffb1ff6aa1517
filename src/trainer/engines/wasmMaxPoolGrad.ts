import { backend_util, util } from '@tensorflow/tfjs';
import * as z from 'zod';
import { fourOf, windowAttributes } from './wasmAttributes';
import { inputOf, type WasmKernel } from './wasmScope';

const attributesSchema = z.object({ ...windowAttributes, filterSize: windowAttributes.strides });

/** MaxPoolGrad: dy goes to the first largest element of its window; the backend's own is wrong where no element is positive. */
export const maxPoolGrad: WasmKernel = (scope, inputs, attrs) => {
  const [x, dy] = [inputOf(inputs, 'input'), inputOf(inputs, 'dy')];
  const { filterSize, strides, pad, dimRoundingMode } = attributesSchema.parse(attrs);
  const info = backend_util.computePool2DInfo(fourOf(x.shape), filterSize, strides, 1, pad, dimRoundingMode);
  const gradient = scope.zeros(x.shape);
  const windows = windowsOf(info);
  const imageSize = util.sizeFromShape(info.inShape.slice(1));
  const values = { x: scope.values(x), dx: scope.values(gradient), dy: scope.values(dy) };
  const largest = { indices: new Int32Array(info.inChannels), maxima: new Float32Array(info.inChannels) };
  for (let image = 0; image < info.batchSize; image++)
    windows.forEach((pixels, position) => {
      if (pixels.length === 0) return;
      findLargest(largest, values.x, { image: image * imageSize, pixels });
      const start = (image * windows.length + position) * info.inChannels;
      addAt(values.dx, largest.indices, values.dy.subarray(start, start + info.inChannels));
    });
  return gradient;
};

/** For each output position, where the pixels of its window start in an image's memory. */
function windowsOf(info: backend_util.Conv2DInfo): readonly (readonly number[])[] {
  const { inHeight, inWidth, inChannels, padInfo } = info;
  const vertical = { size: inHeight, length: info.filterHeight, stride: info.strideHeight, before: padInfo.top };
  const horizontal = { size: inWidth, length: info.filterWidth, stride: info.strideWidth, before: padInfo.left };
  const columns = Array.from({ length: info.outWidth }, (_, output) => covered(output, horizontal));
  return Array.from({ length: info.outHeight }, (_, output) => covered(output, vertical)).flatMap((rows) =>
    columns.map((line) => rows.flatMap((row) => line.map((column) => (row * inWidth + column) * inChannels))),
  );
}

interface PoolAxis {
  readonly size: number;
  readonly length: number;
  readonly stride: number;
  readonly before: number;
}

/** The elements of one axis that an output's window covers, without padding. */
function covered(output: number, { size, length, stride, before }: PoolAxis): readonly number[] {
  const start = output * stride - before;
  return Array.from({ length }, (_, step) => start + step).filter((element) => element >= 0 && element < size);
}

/** The largest elements of a window by channel, in memory that all windows share. */
interface Largest {
  readonly indices: Int32Array;
  readonly maxima: Float32Array;
}

function findLargest(
  { indices, maxima }: Largest,
  x: Float32Array,
  { image, pixels }: { image: number; pixels: readonly number[] },
): void {
  maxima.fill(Number.NEGATIVE_INFINITY);
  indices.forEach((_, channel) => (indices[channel] = image + (pixels[0] ?? 0) + channel));
  for (const pixel of pixels)
    for (let channel = 0; channel < maxima.length; channel++) {
      const value = x[image + pixel + channel] ?? 0;
      if (value > (maxima[channel] ?? 0)) {
        maxima[channel] = value;
        indices[channel] = image + pixel + channel;
      }
    }
}

function addAt(dx: Float32Array, indices: Int32Array, dy: Float32Array): void {
  for (let channel = 0; channel < dy.length; channel++) {
    const index = indices[channel] ?? 0;
    dx[index] = (dx[index] ?? 0) + (dy[channel] ?? 0);
  }
}
