import * as tf from '@tensorflow/tfjs';
import type { LayerAttributes } from '../../model/layer';
import { pooledRest, pooledWindows } from '../../model/windows';
import { windowMeans } from './windowMeans';

/** Means over windows, the last ones cut at the edge, where TensorFlow.js's own gradient would divide by whole windows. */
export function averagePool(x: tf.Tensor4D, pooling: LayerAttributes['avgPool2d']): tf.Tensor4D {
  const [, height, width] = x.shape;
  const isWhole = pooledRest(height, pooling) + pooledRest(width, pooling) === 0;
  if (isWhole) return tf.avgPool(x, pooling.kernel, pooling.stride, 'valid');
  return windowMeans(x, { down: pooledWindows(height, pooling), across: pooledWindows(width, pooling) });
}
