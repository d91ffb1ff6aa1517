import * as tf from '@tensorflow/tfjs';
import { UserError } from '../../protocol/userError';
import { composedBatchNorm, type BatchNormParameters, type BatchNormPass } from './composedBatchNorm';
import { findNativeBackend, nativeBatchNorm } from './nativeBatchNorm';

/** A normalised batch with its statistics by channel, kept tensors that their receiver disposes of. */
export interface NormalisedBatch {
  readonly y: tf.Tensor4D;
  readonly mean: tf.Tensor1D;
  /** Unbiased, as running statistics are kept. */
  readonly variance: tf.Tensor1D;
}

/**
 * Normalises x [N, H, W, C] by the batch's own statistics: `(x − mean) / √(variance + ε) · weight + bias`, the variance biased.
 * The statistics that it gives are outside of the gradient's path.
 */
export function batchNormTrain(x: tf.Tensor4D, parameters: BatchNormParameters): NormalisedBatch {
  requireSpread(x.shape);
  const passes: BatchNormPass[] = [];
  const normalise = tf.customGrad<tf.Tensor4D>((...inputs) => {
    const pass = passOn(x, parameters);
    passes.push(pass);
    tf.keep(pass.mean);
    tf.keep(pass.variance);
    const save = inputs.at(-1);
    if (typeof save === 'function') save(pass.saved);
    return { value: pass.y, gradFunc: (dy, saved) => tf.tidy(() => pass.gradients(dy, saved)) };
  });
  const y = normalise(x, parameters.weight, parameters.bias);
  const [pass] = passes;
  if (pass === undefined) throw new Error('The batch was normalised without its statistics.');
  return { y, mean: pass.mean, variance: pass.variance };
}

function passOn(x: tf.Tensor4D, parameters: BatchNormParameters): BatchNormPass {
  const backend = findNativeBackend();
  return backend === undefined ? composedBatchNorm(x, parameters) : nativeBatchNorm(backend, x, parameters);
}

/** Refuses a batch with a single value a channel, [N, H, W, C]: it has no variance. */
export function requireSpread([batch, height, width, channels]: readonly [number, number, number, number]): void {
  if (batch * height * width > 1) return;
  throw new UserError(
    `Expected more than 1 value per channel when training, but batch normalisation got ${batch}×${channels}×${height}×${width}: ` +
      'use batches of at least two images (the last, partial one included) or larger images.',
  );
}
