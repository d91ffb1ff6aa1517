import * as tf from '@tensorflow/tfjs';
import type { LayerAttributes } from '../../model/layer';

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

/** [C, C]: in column c a 1 for each channel from c − ⌊size/2⌋ to c + ⌊(size − 1)/2⌋, as PyTorch has it for even sizes. */
function neighbours(channels: number, size: number): tf.Tensor2D {
  const values = new Float32Array(channels * channels);
  for (let channel = 0; channel < channels; channel++) {
    const first = Math.max(0, channel - Math.floor(size / 2));
    const last = Math.min(channels - 1, channel + Math.floor((size - 1) / 2));
    for (let other = first; other <= last; other++) values[other * channels + channel] = 1;
  }
  return tf.tensor2d(values, [channels, channels]);
}
