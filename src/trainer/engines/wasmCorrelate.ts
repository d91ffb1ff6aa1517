import type { TensorInfo } from '@tensorflow/tfjs';
import type { WasmScope } from './wasmScope';
import { runUpstream } from './wasmUpstream';
import { materialize, sliced, type View } from './wasmView';

/** Along one axis `output[o] = Σ image[stride·o + dilation·t − before] · filter[t]` for exactly `outputs` values of o; outside, the image is zero. */
export interface Reach {
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly outputs: number;
}

/** What is correlated: image [n, h, w, c] by filter [taps, taps, c, d] to [n, rows.outputs, columns.outputs, d]. */
export interface Correlation {
  readonly image: View;
  readonly filter: View;
  readonly rows: Reach;
  readonly columns: Reach;
}

/** Correlates by the backend's own convolution, which all of our gradients are made of. */
export function correlate(scope: WasmScope, { image, filter, rows, columns }: Correlation): TensorInfo {
  const vertical = fit(image.shape[1], rows, filter.shape[0]);
  const horizontal = fit(image.shape[2], columns, filter.shape[1]);
  if (vertical.length <= 0 || horizontal.length <= 0)
    return scope.zeros([image.shape[0], rows.outputs, columns.outputs, filter.shape[3]]);
  const met = sliced(sliced(image, 1, { ...vertical, step: 1 }), 2, { ...horizontal, step: 1 });
  return runUpstream(scope, 'Conv2D', {
    inputs: { x: materialize(scope, met), filter: materialize(scope, filter) },
    attrs: {
      strides: [rows.stride, columns.stride],
      dilations: [rows.dilation, columns.dilation],
      pad: [[0, 0], vertical.padding, horizontal.padding, [0, 0]],
      dataFormat: 'NHWC',
    },
  });
}

/** The part of an image's axis that the outputs see, and the zeros that they see around it. */
function fit(size: number, reach: Reach, taps: number): { start: number; length: number; padding: [number, number] } {
  const seen = (reach.outputs - 1) * reach.stride + (taps - 1) * reach.dilation + 1;
  const after = seen - size - reach.before;
  const start = Math.max(0, -reach.before);
  return {
    start,
    length: size - start - Math.max(0, -after),
    padding: [Math.max(0, reach.before), Math.max(0, after)],
  };
}
