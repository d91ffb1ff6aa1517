import { backend_util } from '@tensorflow/tfjs';
import { z } from 'zod';
import { four, poolAttributes } from './wasmConvolution';
import { inputOf, type WasmKernel } from './wasmScope';

const attributesSchema = z.object({ ...poolAttributes, filterSize: poolAttributes.strides });

/** The elements of x that one window covers, as steps into its memory; the channel comes on top. */
interface Window {
  readonly start: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/** MaxPoolGrad: dy goes to the first largest element of its window. The backend's own takes 0 for the largest where none is positive. */
export const maxPoolGrad: WasmKernel = (scope, inputs, attrs) => {
  const [x, dy] = [inputOf(inputs, 'input'), inputOf(inputs, 'dy')];
  const { filterSize, strides, pad, dimRoundingMode } = attributesSchema.parse(attrs);
  const info = backend_util.computePool2DInfo(four(x.shape), filterSize, strides, 1, pad, dimRoundingMode);
  const gradient = scope.zeros(x.shape);
  const values = { x: scope.values(x), dx: scope.values(gradient), dy: scope.values(dy) };
  windowsOf(info).forEach((window, position) => {
    routeWindow(values, window, { from: position * info.inChannels, channels: info.inChannels });
  });
  return gradient;
};

function windowsOf(info: backend_util.Conv2DInfo): readonly Window[] {
  const { batchSize, inChannels, inHeight, inWidth, padInfo } = info;
  const rows = Array.from({ length: info.outHeight }, (_, row) =>
    clip({ start: row * info.strideHeight - padInfo.top, length: info.filterHeight, size: inHeight }),
  );
  const columns = Array.from({ length: info.outWidth }, (_, column) =>
    clip({ start: column * info.strideWidth - padInfo.left, length: info.filterWidth, size: inWidth }),
  );
  const steps = { rowStep: inWidth * inChannels, columnStep: inChannels };
  return Array.from({ length: batchSize }, (_, image) => image * inHeight).flatMap((top) =>
    rows.flatMap((row) =>
      columns.map((column) => ({
        ...steps,
        start: ((top + row.start) * inWidth + column.start) * inChannels,
        rows: row.length,
        columns: column.length,
      })),
    ),
  );
}

function clip({ start, length, size }: { start: number; length: number; size: number }): {
  start: number;
  length: number;
} {
  const first = Math.max(0, start);
  return { start: first, length: Math.max(0, Math.min(size, start + length) - first) };
}

interface Values {
  readonly x: Float32Array;
  readonly dx: Float32Array;
  readonly dy: Float32Array;
}

function routeWindow({ x, dx, dy }: Values, window: Window, output: { from: number; channels: number }): void {
  if (window.rows * window.columns === 0) return;
  for (let channel = 0; channel < output.channels; channel++) {
    const largest = indexOfLargest(x, window, channel);
    dx[largest] = (dx[largest] ?? 0) + (dy[output.from + channel] ?? 0);
  }
}

function indexOfLargest(x: Float32Array, window: Window, channel: number): number {
  const start = window.start + channel;
  let largest = start;
  let maximum = x[start] ?? 0;
  for (let row = 0; row < window.rows; row++)
    for (let column = 0; column < window.columns; column++) {
      const index = start + row * window.rowStep + column * window.columnStep;
      const value = x[index] ?? 0;
      if (value > maximum) {
        maximum = value;
        largest = index;
      }
    }
  return largest;
}
