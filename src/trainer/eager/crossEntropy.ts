import * as tf from '@tensorflow/tfjs';

/** Mean over the batch of −log softmax(logits)[label], as torch.nn.CrossEntropyLoss. logits [N, classes], labels [N]. */
export function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  const [count, classes] = logits.shape;
  const picked = tf.mul(tf.oneHot(labels, classes), tf.logSoftmax(logits));
  return tf.mul(tf.sum(picked), -1 / count);
}

/** How many of a batch are classified rightly. */
export function correctCount(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  return tf.sum(tf.cast(tf.equal(tf.argMax(logits, 1), labels), 'float32'));
}
