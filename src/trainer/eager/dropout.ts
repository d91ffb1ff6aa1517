import * as tf from '@tensorflow/tfjs';
import type { Random } from '../data/random';

/** torch.nn.Dropout in training: one draw a value, in the tensor's own order. */
export function dropout(x: tf.Tensor, p: number, random: Random): tf.Tensor {
  const kept = 1 / (1 - p);
  const mask = new Float32Array(x.size);
  for (let index = 0; index < mask.length; index++) mask[index] = happens(p, random) ? 0 : kept;
  return tf.mul(x, tf.tensor(mask, x.shape));
}

/** torchvision.ops.stochastic_depth of mode "batch" in training: one draw. */
export function stochasticDepth(x: tf.Tensor, survival: number, random: Random): tf.Tensor {
  return tf.mul(x, happens(survival, random) ? 1 / survival : 0);
}

function happens(probability: number, random: Random): boolean {
  return random.uint32() < probability * 2 ** 32;
}
