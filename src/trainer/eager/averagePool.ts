import * as tf from '@tensorflow/tfjs';
import type { LayerAttributes } from '../../model/layer';
import { pooledWindows, type Span } from '../../model/windows';
import { windowMeans } from './windowMeans';

/** Means over windows, the last ones cut at the edge, where TensorFlow.js's own gradient would divide by whole windows. */
export function averagePool(x: tf.Tensor4D, window: LayerAttributes['avgPool2d']): tf.Tensor4D {
  const [, height, width] = x.shape;
  const { kernel, stride } = window;
  const [down, across] = [pooledWindows(height, window), pooledWindows(width, window)];
  const isWhole = ({ first, end }: Span): boolean => end - first === kernel;
  return [...down, ...across].every(isWhole)
    ? tf.avgPool(x, kernel, stride, 'valid')
    : windowMeans(x, { down, across });
}
