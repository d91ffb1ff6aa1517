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
import { copyValues, permuted, reversed, sliced, transpose, viewOf, type Range } from './wasmView';

const attributesSchema = z.looseObject({ inputShape: z.array(z.number()) });

interface Call {
  readonly dy: TensorInfo;
  readonly filter: TensorInfo;
  readonly convolution: Convolution;
}

/** Conv2DBackpropInput: the image's gradient [batch, h, w, inputs] from dy and the filter; the backend's own is scalar code. */
export const conv2DBackpropInput: WasmKernel = (scope, inputs, attrs) => {
  const [dy, filter] = [inputOf(inputs, 'dy'), inputOf(inputs, 'filter')];
  const { inputShape } = attributesSchema.parse(attrs);
  const convolution = convolutionOf({ x: inputShape, filter: filter.shape }, attrs);
  const compute = isSmallerThanFilter(convolution) ? slideFilter : phaseByPhase;
  return compute(scope, { dy, filter, convolution });
};

/** On an image smaller than the filter: the filter as one image of [taps, taps · inputs], dy backwards as the filter [h, w, outputs, batch]. */
function slideFilter(scope: WasmScope, { dy, filter, convolution }: Call): TensorInfo {
  const { rows, columns, inputs, outputs, batch } = convolution;
  const backwards = reversed(reversed(viewOf(dy, shapesOf(convolution).y), 1), 2);
  const gradient = correlate(scope, {
    image: viewOf(filter, [1, rows.taps, columns.taps * inputs, outputs]),
    filter: permuted(backwards, [1, 2, 3, 0]),
    rows: imageAsOutputs(rows, 1),
    columns: imageAsOutputs(columns, inputs),
  });
  const { dataId, dtype } = transpose(scope, gradient, [rows.image * columns.image * inputs, batch]);
  return { dataId, dtype, shape: [...shapesOf(convolution).x] };
}

function imageAsOutputs({ stride, before, image, outputs }: ConvolutionAxis, width: number): Reach {
  return {
    stride: 1,
    dilation: stride * width,
    before: (stride * (outputs - 1) - before) * width,
    outputs: image * width,
  };
}

/**
 * Pixels that lie a whole number of strides apart meet the same taps: each such phase is a correlation of dy by those taps,
 * turned round, and the phases are interleaved. Stride 1 has one phase, the rotated filter.
 */
function phaseByPhase(scope: WasmScope, call: Call): TensorInfo {
  const { rows, columns } = call.convolution;
  if (rows.stride === 1 && columns.stride === 1)
    return correlatePhase(scope, call, { row: phaseOf(rows, 0), column: phaseOf(columns, 0) });
  const gradient = scope.zeros(shapesOf(call.convolution).x);
  for (const row of phasesOf(rows))
    for (const column of phasesOf(columns)) addPhase(scope, call, { gradient, row, column });
  return gradient;
}

function addPhase(scope: WasmScope, call: Call, place: { gradient: TensorInfo; row: Phase; column: Phase }): void {
  const { row, column } = place;
  const part = correlatePhase(scope, call, place);
  const whole = viewOf(place.gradient, shapesOf(call.convolution).x);
  const to = sliced(sliced(whole, 1, row.pixels), 2, column.pixels);
  copyValues(scope, { from: viewOf(part, to.shape), to });
}

function correlatePhase(
  scope: WasmScope,
  { dy, filter, convolution }: Call,
  { row, column }: { row: Phase; column: Phase },
): TensorInfo {
  const shapes = shapesOf(convolution);
  const taps = sliced(sliced(viewOf(filter, shapes.filter), 0, row.taps), 1, column.taps);
  return correlate(scope, {
    image: viewOf(dy, shapes.y),
    filter: permuted(taps, [0, 1, 3, 2]),
    rows: row.reach,
    columns: column.reach,
  });
}

/** The pixels of one axis that are `stride` apart, the taps that reach them, last first, and how these meet dy. */
interface Phase {
  readonly pixels: Range;
  readonly taps: Range;
  readonly reach: Reach;
}

/** The phases that any tap reaches; the gradient of the others is zero. */
function phasesOf(axis: ConvolutionAxis): readonly Phase[] {
  const starts = Array.from({ length: Math.min(axis.stride, axis.image) }, (_, start) => start);
  return starts.map((start) => phaseOf(axis, start)).filter(({ taps }) => taps.length > 0);
}

function phaseOf({ stride, before, taps, image }: ConvolutionAxis, start: number): Phase {
  const first = (start + before) % stride;
  const count = Math.max(0, Math.ceil((taps - first) / stride));
  const outputs = Math.ceil((image - start) / stride);
  return {
    pixels: { start, step: stride, length: outputs },
    taps: { start: first + (count - 1) * stride, step: -stride, length: count },
    reach: { stride: 1, dilation: 1, before: count - 1 - (start + before - first) / stride, outputs },
  };
}
