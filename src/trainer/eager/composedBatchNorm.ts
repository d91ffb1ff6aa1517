import * as tf from '@tensorflow/tfjs';

/** What normalises a batch besides its own statistics. */
export interface BatchNormParameters {
  readonly weight: tf.Tensor1D;
  readonly bias: tf.Tensor1D;
  readonly epsilon: number;
}

/** A forward pass on one engine, with what its gradient needs. */
export interface BatchNormPass {
  readonly y: tf.Tensor4D;
  readonly mean: tf.Tensor1D;
  /** Unbiased, as running statistics are kept. */
  readonly variance: tf.Tensor1D;
  readonly saved: tf.Tensor[];
  /** The gradients of x, weight and bias. */
  gradients(dy: tf.Tensor4D, saved: readonly tf.Tensor[]): tf.Tensor[];
}

const allButChannels = [0, 1, 2];

/** Batch normalisation pieced together from TensorFlow.js's operations, on any engine. */
export function composedBatchNorm(x: tf.Tensor4D, { weight, bias, epsilon }: BatchNormParameters): BatchNormPass {
  const count = x.size / x.shape[3];
  const mean = tf.mean<tf.Tensor1D>(x, allButChannels);
  const centred = tf.sub<tf.Tensor4D>(x, mean);
  const variance = tf.mean<tf.Tensor1D>(tf.square(centred), allButChannels);
  const inverse = tf.rsqrt(tf.add<tf.Tensor1D>(variance, epsilon));
  return {
    y: tf.add(tf.mul(centred, tf.mul(inverse, weight)), bias),
    mean,
    variance: tf.mul(variance, count / (count - 1)),
    saved: [centred, inverse, weight],
    gradients,
  };
}

/** The closed form of Ioffe and Szegedy 2015, section 3. */
function gradients(dy: tf.Tensor4D, [centred, inverse, weight]: readonly tf.Tensor[]): tf.Tensor[] {
  if (centred === undefined || inverse === undefined || weight === undefined) throw new Error('Nothing was saved.');
  const count = dy.size / dy.shape[3];
  const dBias = tf.sum(dy, allButChannels);
  const dWeight = tf.mul(tf.sum(tf.mul(dy, centred), allButChannels), inverse);
  const throughMean = tf.div(dBias, count);
  const throughVariance = tf.mul(centred, tf.div(tf.mul(dWeight, inverse), count));
  const dx = tf.mul(tf.sub(tf.sub(dy, throughMean), throughVariance), tf.mul(inverse, weight));
  return [dx, dWeight, dBias];
}
