import type { Kind, Layer, Shape } from '../../model/layer';
import { pooledCount, pooledRest } from '../../model/windows';
import { UserError } from '../../protocol/userError';

/** A layer of Keras as model.json has it; of several in a row the last one has the name of ours. */
export interface KerasLayer {
  readonly className: string;
  readonly config?: Readonly<Record<string, unknown>>;
}

/** What a rule may know of a layer's place. */
export interface Place {
  /** C×H×W, or C. */
  readonly input: Shape;
  /** Whether its input has no negative values, so that zeros around it are as good as −∞ before a maximum. */
  readonly afterRelu: boolean;
}

interface Window {
  readonly kernel: number;
  readonly stride: number;
}

type LayersRules = { readonly [K in Kind]: (layer: Layer<K>, place: Place) => readonly KerasLayer[] };

/** Each kind in the layers of TensorFlow.js, as it acts in prediction; none where it does nothing then. */
export const layersRules: LayersRules = {
  input: ({ attributes: { shape } }) => {
    const [channels, height, width] = shape;
    const config = { batch_input_shape: [null, height, width, channels], dtype: 'float32', sparse: false };
    return [{ className: 'InputLayer', config }];
  },
  conv2d: ({ attributes: { outChannels, kernel, stride, padding, bias } }) => {
    const isSame = stride === 1 && 2 * padding === kernel - 1; // else TensorFlow's "same" is not PyTorch's padding
    const config = {
      filters: outChannels,
      kernel_size: [kernel, kernel],
      strides: [stride, stride],
      padding: isSame ? 'same' : 'valid',
      ...{ data_format: 'channels_last', activation: 'linear', use_bias: bias },
    };
    return [...(isSame ? [] : zeros(padding)), { className: 'Conv2D', config }];
  },
  batchNorm2d: ({ attributes: { epsilon, momentum } }) => [
    {
      className: 'BatchNormalization',
      config: { axis: 3, epsilon, momentum: 1 - momentum, center: true, scale: true },
    }, // Keras's momentum is the older batches' share
  ],
  relu: () => [{ className: 'Activation', config: { activation: 'relu' } }],
  maxPool2d: ({ name, attributes }, { afterRelu }) => {
    const { padding } = attributes;
    if (padding > 0 && !afterRelu)
      throw unwritable(
        name,
        'its padding is −∞, and TensorFlow.js pads with zeros, which differ unless a ReLU is before',
      );
    return [...zeros(padding), pooling('MaxPooling2D', attributes)];
  },
  avgPool2d: averagePool,
  adaptiveAvgPool2d: averageShares,
  localResponseNorm: ({ name }) => {
    throw unwritable(name, 'they have no local response normalisation');
  },
  // PyTorch flattens channel by channel.
  flatten: (_, { input }) => [...(isPooled(input) ? [] : [permute(3, 1, 2)]), { className: 'Flatten' }],
  linear: ({ attributes: { outFeatures, bias } }) => [
    { className: 'Dense', config: { units: outFeatures, activation: 'linear', use_bias: bias } },
  ],
  add: () => [{ className: 'Add' }],
  multiply: () => [{ className: 'Multiply' }],
  scale: ({ attributes: { factor } }) => [{ className: 'Rescaling', config: { scale: factor, offset: 0 } }],
  sigmoid: () => [{ className: 'Activation', config: { activation: 'sigmoid' } }],
  dropout: ({ attributes: { p } }) => [{ className: 'Dropout', config: { rate: p } }],
  stochasticDepth: () => [],
  paddedIdentity: ({ attributes: { stride, outChannels } }, { input: [channels = 0] }) => {
    const extra = outChannels - channels;
    const sides = [[0, 0], [0, extra]]; // prettier-ignore
    const every = pooling('AveragePooling2D', { kernel: 1, stride }); // every `stride`-th pixel
    if (extra === 0) return [every];
    return [every, permute(1, 3, 2), { className: 'ZeroPadding2D', config: { padding: sides } }, permute(1, 3, 2)];
  },
};

/** TensorFlow's "same" begins its windows at the edge only where no more than one position is missing at the other. */
function averagePool({ name, attributes }: Layer<'avgPool2d'>, { input }: Place): readonly KerasLayer[] {
  const { stride } = attributes;
  const sizes = input.slice(1);
  const rests = sizes.map((size) => pooledRest(size, attributes));
  const isSame = sizes.every((size) => pooledCount(size, attributes) === Math.ceil(size / stride));
  if (rests.every((rest) => rest === 0)) return [pooling('AveragePooling2D', attributes)];
  if (isSame && Math.max(...rests) === 1) return [pooling('AveragePooling2D', attributes, 'same')];
  throw unwritable(name, `its last windows over ${sizes.join('×')} pixels are cut short`);
}

function averageShares(
  { name, attributes: { output } }: Layer<'adaptiveAvgPool2d'>,
  { input }: Place,
): readonly KerasLayer[] {
  const sizes = input.slice(1);
  if (sizes.every((size) => size % output === 0)) {
    const shares = sizes.map((size) => size / output);
    return [{ className: 'AveragePooling2D', config: { pool_size: shares, strides: shares, padding: 'valid' } }];
  }
  if (sizes.every((size) => output % size === 0))
    return [{ className: 'UpSampling2D', config: { size: sizes.map((size) => output / size) } }];
  throw unwritable(name, `${sizes.join('×')} pixels fall into ${output}×${output} unequal shares`);
}

function isPooled(shape: Shape): boolean {
  return shape.slice(1).every((size) => size === 1);
}

function zeros(padding: number): readonly KerasLayer[] {
  if (padding === 0) return [];
  const sides = [padding, padding];
  return [{ className: 'ZeroPadding2D', config: { padding: [sides, sides], data_format: 'channels_last' } }];
}

function pooling(className: string, { kernel, stride }: Window, padding: 'valid' | 'same' = 'valid'): KerasLayer {
  const config = { pool_size: [kernel, kernel], strides: [stride, stride], padding };
  return { className, config: { ...config, data_format: 'channels_last' } };
}

function permute(...dims: readonly [number, number, number]): KerasLayer {
  return { className: 'Permute', config: { dims } };
}

function unwritable(layer: string, why: string): UserError {
  return new UserError(
    `The layer "${layer}" can't be written as TensorFlow.js layers: ${why}; export ONNX or a SavedModel.`,
  );
}
