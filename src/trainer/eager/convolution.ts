import * as tf from '@tensorflow/tfjs';
import type { LayerAttributes } from '../../model/layer';
import { subsample } from './subsample';

type Conv = LayerAttributes['conv2d'];

/**
 * Cross-correlation with equal zero padding on all sides, as torch.nn.Conv2d has it. A strided 1×1 is one of stride 1 over
 * every stride-th pixel: oneDNN's own filter gradient of it (TensorFlow 2.21, AVX-512) writes past its memory.
 * @param x [N, H, W, Cin]
 * @param filter [K, K, Cin, Cout]
 */
export function convolution(x: tf.Tensor4D, filter: tf.Tensor4D, conv: Conv): tf.Tensor4D {
  const { kernel, stride, padding } = conv;
  if (tf.getBackend() === 'wasm') return tf.conv2d(x, filter, stride, explicit(padding)); // our kernels choose there
  if (meetsOnlyPadding(x, conv)) return denseConvolution(x, filter, conv);
  if (kernel === 1 && stride > 1) return tf.conv2d(subsample(padImage(x, padding, 0), stride), filter, 1, 'valid');
  if (stride === 1 && padding === (kernel - 1) / 2) return tf.conv2d(x, filter, 1, 'same');
  return tf.conv2d(padImage(x, padding, 0), filter, stride, 'valid');
}

function explicit(padding: number): [[number, number], [number, number], [number, number], [number, number]] {
  return [
    [0, 0],
    [padding, padding],
    [padding, padding],
    [0, 0],
  ];
}

/** Pads height and width alike on both sides; TensorFlow's own "same" would pad a stride-2 window on one side only. */
export function padImage(x: tf.Tensor4D, padding: number, value: number): tf.Tensor4D {
  if (padding === 0) return x;
  const sides: [number, number] = [padding, padding];
  return tf.pad(x, [[0, 0], sides, sides, [0, 0]], value);
}

/** Where the image has shrunk to 2×2 or less, most taps of a 3×3 kernel meet only padding. */
function meetsOnlyPadding(x: tf.Tensor4D, { kernel, padding }: Conv): boolean {
  return kernel === 3 && padding === 1 && x.shape[1] <= 2 && x.shape[2] <= 2;
}

/**
 * The same convolution as one matrix product: each pair of an input and an output position meets through at most one tap,
 * and with padding 1 on images of at most 2×2 through exactly one.
 */
function denseConvolution(x: tf.Tensor4D, filter: tf.Tensor4D, { stride }: Conv): tf.Tensor4D {
  const [batch, height, width, inChannels] = x.shape;
  const outChannels = filter.shape[3];
  const out = { height: Math.ceil(height / stride), width: Math.ceil(width / stride) };
  const taps = tapTable({ height, width }, out, stride);
  const [ins, outs] = [height * width, out.height * out.width];
  const weights = gatherTaps(filter, taps)
    .reshape([ins, outs, inChannels, outChannels])
    .transpose([0, 2, 1, 3])
    .reshape([ins * inChannels, outs * outChannels]);
  const product = tf.matMul(x.reshape([batch, ins * inChannels]), weights);
  return product.reshape([batch, out.height, out.width, outChannels]);
}

interface Size {
  readonly height: number;
  readonly width: number;
}

/** For each input position (rows) and output position (columns), the index of the 3×3 tap through which they meet. */
function tapTable(input: Size, output: Size, stride: number): number[] {
  const positions = ({ height, width }: Size): (readonly [number, number])[] =>
    Array.from({ length: height * width }, (_, index) => [Math.floor(index / width), index % width]);
  return positions(input).flatMap(([y, x]) =>
    positions(output).map(([oy, ox]) => (y - oy * stride + 1) * 3 + (x - ox * stride + 1)),
  );
}

/** [taps, Cin, Cout]; a single tap is a slice, which is cheaper than a gather. */
function gatherTaps(filter: tf.Tensor4D, taps: readonly number[]): tf.Tensor {
  const [rows, columns, inChannels, outChannels] = filter.shape;
  const all = filter.reshape([rows * columns, inChannels, outChannels]);
  const [only] = taps;
  if (taps.length === 1 && only !== undefined) return all.slice([only, 0, 0], [1, inChannels, outChannels]);
  return tf.gather(all, tf.tensor1d([...taps], 'int32'));
}
