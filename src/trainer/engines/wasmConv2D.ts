import type { TensorInfo } from '@tensorflow/tfjs';
import {
  convolutionOf,
  isSmallerThanFilter,
  shapesOf,
  type Convolution,
  type ConvolutionAxis,
} from './wasmConvolution';
import { correlate, type Reach } from './wasmCorrelate';
import { inputOf, type WasmKernel, type WasmScope } from './wasmScope';
import { materialize, permuted, reversed, transpose, viewOf } from './wasmView';

interface Call {
  readonly x: TensorInfo;
  readonly filter: TensorInfo;
  readonly convolution: Convolution;
}

/** Conv2D by the backend's own, with paddings in numbers (its "same" gives zeros where the stride is wider than the filter and nothing is padded). */
export const conv2D: WasmKernel = (scope, inputs, attrs) => {
  const [x, filter] = [inputOf(inputs, 'x'), inputOf(inputs, 'filter')];
  const convolution = convolutionOf({ x: x.shape, filter: filter.shape }, attrs);
  const compute = isSmallerThanFilter(convolution) ? slideFilter : slideOverImage;
  return compute(scope, { x, filter, convolution });
};

function slideOverImage(scope: WasmScope, { x, filter, convolution }: Call): TensorInfo {
  const { rows, columns } = convolution;
  const shapes = shapesOf(convolution);
  return correlate(scope, { image: viewOf(x, shapes.x), filter: viewOf(filter, shapes.filter), rows, columns });
}

/** Without the products by padding: the filter as the image [outputs, taps, taps, inputs], the batch as the filter [h, w, inputs, batch]; the outputs come out backwards. */
function slideFilter(scope: WasmScope, { x, filter, convolution }: Call): TensorInfo {
  const { rows, columns, inputs, outputs, batch } = convolution;
  const image = rows.image * columns.image * inputs;
  const shapes = shapesOf(convolution);
  const backwards = correlate(scope, {
    image: permuted(viewOf(filter, shapes.filter), [3, 0, 1, 2]),
    filter: viewOf(transpose(scope, x, [batch, image]), [rows.image, columns.image, inputs, batch]),
    rows: fromTheEnd(rows),
    columns: fromTheEnd(columns),
  });
  const view = viewOf(backwards, [outputs, rows.outputs, columns.outputs, batch]);
  return materialize(scope, permuted(reversed(reversed(view, 1), 2), [3, 1, 2, 0]));
}

/** Output `o` from the end meets tap `image + stride·o − (stride·(outputs − 1) − before)`. */
function fromTheEnd({ stride, outputs, before }: ConvolutionAxis): Reach {
  return { stride, dilation: 1, before: stride * (outputs - 1) - before, outputs };
}
