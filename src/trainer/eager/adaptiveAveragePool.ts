import * as tf from '@tensorflow/tfjs';
import { adaptiveCells } from '../../model/windows';
import { windowMeans } from './windowMeans';

/** torch.nn.AdaptiveAvgPool2d: [N, H, W, C] to [N, output, output, C]. */
export function adaptiveAveragePool(x: tf.Tensor4D, output: number): tf.Tensor4D {
  const [, height, width] = x.shape;
  if (output === 1) return tf.mean(x, [1, 2], true);
  if (height === output && width === output) return x;
  return windowMeans(x, { down: adaptiveCells(height, output), across: adaptiveCells(width, output) });
}
