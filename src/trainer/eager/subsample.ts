import * as tf from '@tensorflow/tfjs';

/** Every `stride`-th row and column from the first, by reshapes and slices, which have gradients on every engine. */
export function subsample(x: tf.Tensor4D, stride: number): tf.Tensor4D {
  if (stride === 1) return x;
  const [batch, height, width, channels] = x.shape;
  const rows = Math.ceil(height / stride);
  const columns = Math.ceil(width / stride);
  const whole = tf.pad(x, [
    [0, 0],
    [0, rows * stride - height],
    [0, columns * stride - width],
    [0, 0],
  ]);
  return whole
    .reshape([batch * rows, stride, columns * stride * channels])
    .slice([0, 0, 0], [-1, 1, -1])
    .reshape([batch * rows, columns, stride * channels])
    .slice([0, 0, 0], [-1, -1, channels])
    .reshape([batch, rows, columns, channels]);
}
