import * as tf from '@tensorflow/tfjs';
import type { Architecture, Kind, Layer } from '../../model/layer';
import type { Random } from '../data/random';
import { adaptiveAveragePool } from './adaptiveAveragePool';
import { averagePool } from './averagePool';
import { batchNormTrain } from './batchNorm';
import { padImage } from './convolution';
import { dropout, stochasticDepth } from './dropout';
import { groupedConvolution } from './groupedConvolution';
import { localResponseNorm } from './localResponseNorm';
import { subsample } from './subsample';

/** A layer's batch statistics, to be blended into the running ones; the receiver disposes of them. */
export interface BatchStatistics {
  readonly layer: Layer<'batchNorm2d'>;
  readonly mean: tf.Tensor1D;
  /** Unbiased, as torch.nn.BatchNorm2d keeps it. */
  readonly variance: tf.Tensor1D;
}

/** What layers need that act otherwise in training. */
export interface TrainingMode {
  /** Is given each batch norm's statistics. */
  onStatistics(statistics: BatchStatistics): void;
  /** What the layer of that name draws from in this step. */
  random(layer: string): Random;
}

/** What the layers of a forward pass need from outside. */
export interface ForwardPass {
  /** A parameter or buffer by its `state_dict` name, in the trainer's own layout: HWIO filters, [in, out] matrices. */
  tensor(name: string): tf.Tensor;
  /** Left out in evaluation: running statistics are used then, and nothing is dropped. */
  readonly training: TrainingMode | undefined;
  /** Sees the output of each layer. */
  readonly onOutput?: (layer: Layer, inputs: readonly tf.Tensor[], output: tf.Tensor) => void;
}

type Lowerings = {
  readonly [K in Kind]: (
    layer: Layer<K>,
    x: tf.Tensor4D,
    call: { readonly inputs: readonly tf.Tensor[]; readonly pass: ForwardPass },
  ) => tf.Tensor;
};

const lowerings: Lowerings = {
  input: (_, x) => x,
  conv2d: ({ name, attributes }, x, { pass }) => {
    const y = groupedConvolution(x, pass.tensor(`${name}.weight`) as tf.Tensor4D, attributes); // a convolution's weight has four sizes
    return attributes.bias ? tf.add(y, pass.tensor(`${name}.bias`)) : y;
  },
  batchNorm2d: (layer, x, { pass }) =>
    pass.training === undefined ? normWithRunning(layer, x, pass) : normWithBatch(layer, x, pass),
  relu: (_, x) => tf.relu(x),
  maxPool2d: ({ attributes: { kernel, stride, padding } }, x) =>
    tf.maxPool(padImage(x, padding, Number.NEGATIVE_INFINITY), kernel, stride, 'valid'),
  avgPool2d: ({ attributes }, x) => averagePool(x, attributes),
  adaptiveAvgPool2d: ({ attributes }, x) => adaptiveAveragePool(x, attributes.output),
  localResponseNorm: ({ attributes }, x) => localResponseNorm(x, attributes),
  flatten: (_, x) => tf.transpose(x, [0, 3, 1, 2]).reshape([x.shape[0], -1]),
  linear: ({ name, attributes }, x, { pass }) => {
    const y = tf.matMul(x, pass.tensor(`${name}.weight`));
    return attributes.bias ? tf.add(y, pass.tensor(`${name}.bias`)) : y;
  },
  add: (_, x, { inputs }) => inputs.slice(1).reduce((sum: tf.Tensor, input) => tf.add(sum, input), x),
  multiply: (_, x, { inputs }) => inputs.slice(1).reduce((product: tf.Tensor, input) => tf.mul(product, input), x),
  scale: ({ attributes }, x) => tf.mul(x, attributes.factor),
  sigmoid: (_, x) => tf.sigmoid(x),
  dropout: ({ name, attributes }, x, { pass: { training } }) =>
    training === undefined ? x : dropout(x, attributes.p, training.random(name)),
  stochasticDepth: ({ name, attributes }, x, { pass: { training } }) =>
    training === undefined ? x : stochasticDepth(x, attributes.survival, training.random(name)),
  paddedIdentity: ({ attributes: { stride, outChannels } }, x) => {
    const every = subsample(x, stride);
    return tf.pad(every, [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, outChannels - every.shape[3]],
    ]);
  },
};

/** [N, H, W, C] images to logits [N, classes]. */
export function forward(architecture: Architecture, images: tf.Tensor4D, pass: ForwardPass): tf.Tensor2D {
  const outputs = new Map<string, tf.Tensor>();
  let last: tf.Tensor = images;
  for (const layer of architecture.layers) {
    const inputs = layer.inputs.map((name) => outputs.get(name) ?? images);
    last = lower(layer, inputs.length === 0 ? [images] : inputs, pass);
    pass.onOutput?.(layer, inputs, last);
    outputs.set(layer.name, last);
  }
  return last as tf.Tensor2D; // the last layer is linear, by the builders
}

function lower<K extends Kind>(layer: Layer<K>, inputs: readonly tf.Tensor[], pass: ForwardPass): tf.Tensor {
  return lowerings[layer.kind](layer, inputs[0] as tf.Tensor4D, { inputs, pass }); // shapes were checked by `analyze`
}

function normWithBatch(layer: Layer<'batchNorm2d'>, x: tf.Tensor4D, pass: ForwardPass): tf.Tensor {
  const { name, attributes } = layer;
  const { y, mean, variance } = batchNormTrain(x, {
    weight: pass.tensor(`${name}.weight`) as tf.Tensor1D, // [C], as its spec says
    bias: pass.tensor(`${name}.bias`) as tf.Tensor1D,
    epsilon: attributes.epsilon,
  });
  pass.training?.onStatistics({ layer, mean, variance });
  return y;
}

function normWithRunning({ name, attributes }: Layer<'batchNorm2d'>, x: tf.Tensor4D, pass: ForwardPass): tf.Tensor {
  const scale = tf.div(
    pass.tensor(`${name}.weight`),
    tf.sqrt(tf.add(pass.tensor(`${name}.running_var`), attributes.epsilon)),
  );
  const shift = tf.sub(pass.tensor(`${name}.bias`), tf.mul(pass.tensor(`${name}.running_mean`), scale));
  return tf.add(tf.mul(x, scale), shift);
}
