import * as tf from '@tensorflow/tfjs';
import type { LayerAttributes } from '../../model/layer';
import { convolution } from './convolution';

/**
 * torch.nn.Conv2d with `groups`: each share of the input's channels meets the filters of the like share of the output's.
 * @param x [N, H, W, Cin]
 * @param filter [K, K, Cin / groups, Cout]
 */
export function groupedConvolution(x: tf.Tensor4D, filter: tf.Tensor4D, conv: LayerAttributes['conv2d']): tf.Tensor4D {
  if (conv.groups === 1) return convolution(x, filter, conv);
  const channels = tf.split<tf.Tensor4D>(x, conv.groups, 3);
  const filters = tf.split<tf.Tensor4D>(filter, conv.groups, 3);
  return tf.concat(
    filters.map((own, group) => convolution(channels[group] ?? x, own, conv)),
    3,
  );
}
