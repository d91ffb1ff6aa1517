import * as tf from '@tensorflow/tfjs';
import type { LayerAttributes } from '../../model/layer';
import { channelWindow } from '../../model/windows';

/** Krizhevsky et al. 2012, §3.3, of x [N, H, W, C], from operations whose gradients every engine has. */
export function localResponseNorm(
  x: tf.Tensor4D,
  { size, alpha, beta, k }: LayerAttributes['localResponseNorm'],
): tf.Tensor4D {
  const channels = x.shape[3];
  const squares = tf.square(x).reshape<tf.Tensor2D>([x.size / channels, channels]);
  const sums = tf.matMul(squares, neighbours(channels, size)).reshape(x.shape);
  return tf.mul(x, tf.pow(tf.add(tf.mul(sums, alpha), k), -beta));
}

/** [C, C]: in column c a 1 for each channel of its window. */
function neighbours(channels: number, size: number): tf.Tensor2D {
  const values = new Float32Array(channels * channels);
  for (let channel = 0; channel < channels; channel++) {
    const { first, end } = channelWindow(channel, size);
    for (let other = Math.max(0, first); other < Math.min(channels, end); other++)
      values[other * channels + channel] = 1;
  }
  return tf.tensor2d(values, [channels, channels]);
}
