import * as tf from '@tensorflow/tfjs';
import { adaptiveCell } from '../../model/windows';

/** torch.nn.AdaptiveAvgPool2d: [N, H, W, C] to [N, output, output, C]. */
export function adaptiveAveragePool(x: tf.Tensor4D, output: number): tf.Tensor4D {
  const [, height, width] = x.shape;
  if (output === 1) return tf.mean(x, [1, 2], true);
  if (height === output && width === output) return x;
  const columns = averageLast(tf.transpose(x, [0, 3, 1, 2]), output); // [N, C, H, output]
  const cells = averageLast(tf.transpose(columns, [0, 1, 3, 2]), output); // [N, C, output, output], columns before rows
  return tf.transpose(cells, [0, 3, 2, 1]);
}

/** Along the last axis, as a product with a constant matrix, whose gradient every engine has. */
function averageLast(x: tf.Tensor4D, output: number): tf.Tensor4D {
  const [batch, channels, others, size] = x.shape;
  const rows = x.reshape<tf.Tensor2D>([batch * channels * others, size]);
  return tf.matMul(rows, shares(size, output)).reshape([batch, channels, others, output]);
}

/** [size, output]: each column has its cell's mean. */
function shares(size: number, output: number): tf.Tensor2D {
  const values = new Float32Array(size * output);
  for (let cell = 0; cell < output; cell++) {
    const { first, end } = adaptiveCell(cell, { size, cells: output });
    for (let position = first; position < end; position++) values[position * output + cell] = 1 / (end - first);
  }
  return tf.tensor2d(values, [size, output]);
}
