import * as tf from '@tensorflow/tfjs';

/** TensorFlow.js's own JavaScript kernels: for tests of tiny networks only. */
export async function startCpu(): Promise<string> {
  await tf.setBackend('cpu');
  await tf.ready();
  return `JavaScript, TensorFlow.js ${tf.version.tfjs}; for tiny networks only`;
}
