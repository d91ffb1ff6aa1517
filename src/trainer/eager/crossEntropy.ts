import * as tf from '@tensorflow/tfjs';

/**
 * Mean over the batch of −Σ target · log softmax(logits), as torch.nn.CrossEntropyLoss: a target is 1 at the label, of which
 * label smoothing spreads a share evenly over all classes. logits [N, classes], labels [N].
 */
export function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D, labelSmoothing = 0): tf.Scalar {
  const [count, classes] = logits.shape;
  const hard = tf.oneHot(labels, classes);
  const targets =
    labelSmoothing === 0 ? hard : tf.add(tf.mul(hard, 1 - labelSmoothing), tf.scalar(labelSmoothing / classes));
  return tf.mul(tf.sum(tf.mul(targets, tf.logSoftmax(logits))), -1 / count);
}

/** How many of a batch are classified rightly. */
export function correctCount(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  return tf.sum(tf.cast(tf.equal(tf.argMax(logits, 1), labels), 'float32'));
}
