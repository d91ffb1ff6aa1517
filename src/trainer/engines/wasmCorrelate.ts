import { Conv2D, engine, getKernel, tensor4d, zeros, type Tensor4D } from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { materialize, sliced, type View } from './wasmView';

/** Along one axis: `output[o] = Σ image[stride·o + dilation·t − before] · filter[t]`, for exactly `outputs` values of o, the image being zero outside. */
export interface Reach {
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly outputs: number;
}

interface Padded { image: View; before: number; after: number }

export function correlate(backend: BackendWasm, upstream: any, operands: { image: View; filter: View; rows: Reach; columns: Reach }): Tensor4D {
  const { filter, rows, columns } = operands;
  const vertical = fitted(operands.image, 1, { reach: rows, taps: filter.shape[0] });
  const horizontal = fitted(vertical.image, 2, { reach: columns, taps: filter.shape[1] });
  const image = horizontal.image;
  if (image.shape[1] <= 0 || image.shape[2] <= 0) return zeros([image.shape[0], rows.outputs, columns.outputs, filter.shape[3]]);
  const inputs = { x: materialize(backend, image), filter: materialize(backend, filter) };
  const attrs = {
      strides: [rows.stride, columns.stride],
      dilations: [rows.dilation, columns.dilation],
      pad: [[0, 0], [vertical.before, vertical.after], [horizontal.before, horizontal.after], [0, 0]],
      dataFormat: 'NHWC',
  };
  return engine().makeTensorFromTensorInfo(upstream.kernelFunc({ backend, inputs, attrs })) as Tensor4D;
}

function fitted(image: View, axis: 1 | 2, { reach, taps }: { reach: Reach; taps: number }): Padded {
  const size = image.shape[axis];
  const after = (reach.outputs - 1) * reach.stride + (taps - 1) * reach.dilation + 1 - size - reach.before;
  const start = Math.max(0, -reach.before);
  const length = size - start - Math.max(0, -after);
  return { image: start === 0 && length === size ? image : sliced(image, axis, { start, step: 1, length }), before: Math.max(0, reach.before), after: Math.max(0, after) };
}
