import type { TensorInfo } from '@tensorflow/tfjs';
import * as z from 'zod';
import {
  convolutionOf,
  isSmallerThanFilter,
  shapesOf,
  type Convolution,
  type ConvolutionAxis,
} from './wasmConvolution';
import { correlate, type Reach } from './wasmCorrelate';
import { inputOf, type WasmKernel, type WasmScope } from './wasmScope';
import { copyValues, materialize, permuted, sliced, transpose, viewOf, type Range } from './wasmView';

const attributesSchema = z.looseObject({ filterShape: z.array(z.number()) });

interface Call {
  readonly x: TensorInfo;
  readonly dy: TensorInfo;
  readonly convolution: Convolution;
}

/** Conv2DBackpropFilter, which the backend lacks: the filter's gradient [taps, taps, inputs, outputs] from x and dy. */
export const conv2DBackpropFilter: WasmKernel = (scope, inputs, attrs) => {
  const [x, dy] = [inputOf(inputs, 'x'), inputOf(inputs, 'dy')];
  const { filterShape } = attributesSchema.parse(attrs);
  const convolution = convolutionOf({ x: x.shape, filter: filterShape }, attrs);
  const compute = isSmallerThanFilter(convolution) ? tapByTap : allTaps;
  return compute(scope, { x, dy, convolution });
};

/**
 * All taps by one correlation of the images by dy, the steps of dy being as wide as the strides forward. The images are laid
 * out as one of [h, w · inputs] with the batch as channels: so the result lies as the filter does, and long rows fill the
 * tiles of the backend's product.
 */
function allTaps(scope: WasmScope, { x, dy, convolution }: Call): TensorInfo {
  const { rows, columns, inputs, batch } = convolution;
  const shapes = shapesOf(convolution);
  const images = transpose(scope, x, [batch, rows.image * columns.image * inputs]);
  const { dataId, dtype } = correlate(scope, {
    image: viewOf(images, [1, rows.image, columns.image * inputs, batch]),
    filter: permuted(viewOf(dy, shapes.y), [1, 2, 0, 3]),
    rows: tapsAsOutputs(rows, 1),
    columns: tapsAsOutputs(columns, inputs),
  });
  return { dataId, dtype, shape: [...shapes.filter] };
}

function tapsAsOutputs({ stride, before, taps }: ConvolutionAxis, width: number): Reach {
  return { stride: 1, dilation: stride * width, before: before * width, outputs: taps * width };
}

/** Each tap by a product of just those pixels of x and dy that it joins: less work where most taps meet padding. */
function tapByTap(scope: WasmScope, call: Call): TensorInfo {
  const { rows, columns } = call.convolution;
  const gradient = scope.zeros(shapesOf(call.convolution).filter);
  for (let row = 0; row < rows.taps; row++)
    for (let column = 0; column < columns.taps; column++) addTap(scope, call, { gradient, row, column });
  return gradient;
}

function addTap(scope: WasmScope, call: Call, tap: { gradient: TensorInfo; row: number; column: number }): void {
  const { rows, columns, batch, inputs, outputs } = call.convolution;
  const [vertical, horizontal] = [pairsOf(rows, tap.row), pairsOf(columns, tap.column)];
  const pairs = vertical.x.length * horizontal.x.length * batch;
  if (pairs === 0) return;
  const shapes = shapesOf(call.convolution);
  const x = sliced(sliced(viewOf(call.x, shapes.x), 1, vertical.x), 2, horizontal.x);
  const dy = sliced(sliced(viewOf(call.dy, shapes.y), 1, vertical.dy), 2, horizontal.dy);
  const product = correlate(scope, {
    image: viewOf(materialize(scope, permuted(x, [3, 1, 2, 0])), [1, 1, inputs, pairs]),
    filter: viewOf(materialize(scope, permuted(dy, [1, 2, 0, 3])), [1, 1, pairs, outputs]),
    rows: { stride: 1, dilation: 1, before: 0, outputs: 1 },
    columns: { stride: 1, dilation: 1, before: 0, outputs: inputs },
  });
  const whole = viewOf(tap.gradient, shapes.filter);
  const place = sliced(sliced(whole, 0, only(tap.row)), 1, only(tap.column));
  copyValues(scope, { from: viewOf(product, [1, 1, inputs, outputs]), to: place });
}

const only = (start: number): Range => ({ start, step: 1, length: 1 });

/** The image's and the outputs' elements that a tap joins. */
function pairsOf({ image, outputs, stride, before }: ConvolutionAxis, tap: number): { x: Range; dy: Range } {
  const first = Math.max(0, Math.ceil((before - tap) / stride));
  const last = Math.min(outputs - 1, Math.floor((image - 1 + before - tap) / stride));
  const length = Math.max(0, last - first + 1);
  return { x: { start: first * stride + tap - before, step: stride, length }, dy: { start: first, step: 1, length } };
}
