import * as tf from '@tensorflow/tfjs';
import type { Span } from '../../model/windows';

/** What is averaged along an image's height and along its width. */
export interface Windows {
  readonly down: readonly Span[];
  readonly across: readonly Span[];
}

/** [N, H, W, C] to a mean for each window down and across, as products with constant matrices, whose gradient every engine has. */
export function windowMeans(x: tf.Tensor4D, { down, across }: Windows): tf.Tensor4D {
  const columns = averageLast(tf.transpose(x, [0, 3, 1, 2]), across); // [N, C, H, across]
  const cells = averageLast(tf.transpose(columns, [0, 1, 3, 2]), down); // [N, C, across, down]
  return tf.transpose(cells, [0, 3, 2, 1]);
}

function averageLast(x: tf.Tensor4D, spans: readonly Span[]): tf.Tensor4D {
  const [batch, channels, others, size] = x.shape;
  const rows = x.reshape<tf.Tensor2D>([batch * channels * others, size]);
  return tf.matMul(rows, shares(size, spans)).reshape([batch, channels, others, spans.length]);
}

/** [size, spans]: each column has its span's mean. */
function shares(size: number, spans: readonly Span[]): tf.Tensor2D {
  const values = new Float32Array(size * spans.length);
  for (const [column, { first, end }] of spans.entries())
    for (let position = first; position < end; position++) values[position * spans.length + column] = 1 / (end - first);
  return tf.tensor2d(values, [size, spans.length]);
}
