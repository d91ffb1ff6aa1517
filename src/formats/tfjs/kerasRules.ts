import { attribute, type GraphAttribute } from '../graph/graph';
import { channelsInFront, permutation } from './channelOrder';
import type { KerasConfig } from './kerasModel';
import { everySoMany } from './pixels';
import { foreign, type RowOperation } from './operationRow';

/** A layer of Keras with what it is told. */
export interface KerasCall {
  readonly className: string;
  readonly config: KerasConfig;
  /** The module that it is. */
  readonly path: string;
  /** Whether it is a part of the module whose name it has with a number, as our own files write what Keras has no layer for. */
  readonly isPart: boolean;
  readonly isChannelsFirst: boolean;
}

type KerasRule = (call: KerasCall) => readonly RowOperation[];

/** The layers of Keras that are known here, in ONNX's operations. */
const rules: Readonly<Record<string, KerasRule>> = {
  InputLayer: () => [],
  Conv2D: (call) => [convolution(call, { filters: call.config.filters ?? 0, group: call.config.groups ?? 1 }), ...activated(call)], // prettier-ignore
  DepthwiseConv2D: (call) => [convolution(call, { filters: call.config.depth_multiplier ?? 1, group: -1 }), ...activated(call)], // prettier-ignore
  SeparableConv2D: separable,
  BatchNormalization: batchNorm,
  Activation: ({ path, config }) => activation(config.activation ?? 'linear', path),
  ReLU: reLU,
  Softmax: ({ path }) => [{ opType: 'Softmax', path }],
  ZeroPadding2D: zeroPadding,
  MaxPooling2D: (call) => [{ opType: 'MaxPool', path: call.path, attribute: poolingWindow(call) }],
  AveragePooling2D: averagePooling,
  GlobalAveragePooling2D: ({ path, config }) => [
    { opType: 'ReduceMean', path, attribute: [intsOf('axes', [2, 3]), intOf('keepdims', config.keepdims === true ? 1 : 0)] }, // prettier-ignore
  ],
  UpSampling2D: ({ path, config }) => [
    { opType: 'UpSampling2D', path, attribute: [intsOf('size', config.size ?? [2, 2])], ...(config.interpolation ?? 'nearest') === 'nearest' ? {} : { fault: 'it interpolates' } }, // prettier-ignore
  ],
  Flatten: ({ path }) => [{ opType: 'Flatten', path }],
  Dense: (call) => [dense(call), ...activated(call)],
  Add: ({ path }) => [{ opType: 'Add', path }],
  Multiply: ({ path }) => [{ opType: 'Mul', path }],
  Dropout: ({ path, config }) => [{ opType: 'Dropout', path, attribute: [floatOf('ratio', config.rate ?? 0.5)] }],
  Rescaling: rescaling,
  Permute: ({ path, config, isChannelsFirst }) => [
    { opType: 'Permute', path, attribute: [intsOf('order', permutation(config.dims ?? [], isChannelsFirst))] },
  ],
  Reshape: ({ path, config, isChannelsFirst }) => {
    const target = (config.target_shape ?? []).map((size) => size ?? -1);
    const sizes = [0, ...(isChannelsFirst ? target : channelsInFront(target))];
    return [{ opType: 'Reshape', path, constants: [{ dims: [sizes.length], numbers: sizes }] }];
  },
};

/** Layers that change no shape: what comes behind them can be shown, though they can't. */
const shapeless: ReadonlySet<string> = new Set(['ActivityRegularization', 'AlphaDropout', 'ELU', 'GaussianDropout', 'GaussianNoise', 'GroupNormalization', 'LayerNormalization', 'LeakyReLU', 'Normalization', 'PReLU', 'RandomBrightness', 'RandomContrast', 'RandomFlip', 'RandomRotation', 'RandomTranslation', 'RandomZoom', 'SpatialDropout2D', 'ThresholdedReLU', 'UnitNormalization']); // prettier-ignore

export function isKnownLayer(className: string): boolean {
  return Object.hasOwn(rules, className);
}

/** A layer in ONNX's operations, in a row. */
export function kerasRow(call: KerasCall): readonly RowOperation[] {
  const { className } = call;
  const rule = isKnownLayer(className) ? rules[className] : undefined;
  return rule?.(call) ?? [{ opType: className, domain: foreign, keepsShape: shapeless.has(className) }];
}

function intOf(name: string, i: number): GraphAttribute {
  return attribute(name, { i });
}

function floatOf(name: string, f: number): GraphAttribute {
  return attribute(name, { f });
}

function intsOf(name: string, ints: readonly number[]): GraphAttribute {
  return attribute(name, { ints });
}

function automatic(padding: KerasConfig['padding']): GraphAttribute {
  return attribute('auto_pad', { text: padding === 'same' ? 'SAME_UPPER' : 'VALID' });
}

function convolution(
  { path, config }: KerasCall,
  { filters, group }: { readonly filters: number; readonly group: number },
): RowOperation {
  const { kernel_size = [0, 0], strides, dilation_rate = [1, 1], padding, use_bias = true } = config;
  const weight = { dims: [filters, -1, ...kernel_size] };
  return {
    opType: 'Conv',
    path,
    constants: use_bias ? [weight, { dims: [-1] }] : [weight],
    attribute: [intsOf('strides', strides ?? [1, 1]), intsOf('dilations', dilation_rate), intOf('group', group), automatic(padding)], // prettier-ignore
    isFolded: false,
  };
}

/** A convolution of each channel by itself, then one of 1×1 across them. */
function separable(call: KerasCall): readonly RowOperation[] {
  const { path, config } = call;
  const { filters = 0, depth_multiplier = 1, use_bias = true } = config;
  const depthwise = { ...call, path: `${path}.depthwise`, config: { ...config, use_bias: false } };
  const pointwise = {
    ...call,
    path: `${path}.pointwise`,
    config: { kernel_size: [1, 1] as [number, number], use_bias },
  };
  return [
    convolution(depthwise, { filters: depth_multiplier, group: -1 }),
    convolution(pointwise, { filters, group: 1 }),
    ...activated(call),
  ];
}

function batchNorm({ path, config, isChannelsFirst }: KerasCall): readonly RowOperation[] {
  const { axis = -1, epsilon = 1e-3, momentum = 0.99, center = true, scale = true } = config;
  const isOfChannels = axis === (isChannelsFirst ? 1 : 3) || (axis === -1 && !isChannelsFirst);
  const isOfVectors = axis === 1 || axis === -1; // whose first axis is the last
  const fault = { fault: 'it normalises over another axis than the channels', keepsShape: true };
  return [
    {
      opType: 'BatchNormalization',
      path,
      constants: [{ dims: [-1] }],
      attribute: [
        ...[floatOf('epsilon', epsilon), floatOf('momentum', momentum)],
        intOf('missing', Number(!center) + Number(scale === false)),
        intOf('vectors', isOfChannels ? 0 : 1),
      ],
      ...(isOfChannels || isOfVectors ? {} : fault),
    },
  ];
}

function activated({ path, config }: KerasCall): readonly RowOperation[] {
  const name = config.activation ?? 'linear';
  return activation(name, `${path}.${name}`);
}

const activations: Readonly<Record<string, string>> = { relu: 'Relu', sigmoid: 'Sigmoid', softmax: 'Softmax' };

function activation(name: string, path: string): readonly RowOperation[] {
  if (name === 'linear') return [];
  const opType = Object.hasOwn(activations, name) ? activations[name] : undefined;
  return [opType === undefined ? { opType: name, domain: foreign, keepsShape: true } : { opType, path }];
}

function reLU({ path, config }: KerasCall): readonly RowOperation[] {
  const { max_value, negative_slope, threshold } = config;
  const isPlain = max_value == null && (negative_slope ?? 0) === 0 && (threshold ?? 0) === 0;
  return [{ opType: isPlain ? 'Relu' : 'ReLU', path, ...(isPlain ? {} : { domain: foreign, fault: 'it has a largest value, a slope or a threshold', keepsShape: true }) }]; // prettier-ignore
}

function zeroPadding({ path, config }: KerasCall): readonly RowOperation[] {
  const { padding = [[1, 1], [1, 1]] } = config; // prettier-ignore
  if (typeof padding === 'string') return [{ opType: 'ZeroPadding2D', domain: foreign }];
  const [rows, columns] = padding;
  const pads = [0, 0, rows[0], columns[0], 0, 0, rows[1], columns[1]];
  return [{ opType: 'Pad', path, attribute: [intsOf('pads', pads)] }];
}

function poolingWindow({ config }: KerasCall): readonly GraphAttribute[] {
  const { pool_size = [2, 2], strides, padding } = config;
  return [intsOf('kernel_shape', pool_size), intsOf('strides', strides ?? pool_size), automatic(padding)];
}

/** Of single pixels it takes every so many of them. */
function averagePooling(call: KerasCall): readonly RowOperation[] {
  const { path, config, isPart } = call;
  const { pool_size = [2, 2], strides } = config;
  const steps = strides ?? pool_size;
  const isOfPixels = pool_size.every((size) => size === 1);
  if (isOfPixels && steps.every((size) => size === 1) && isPart) return [];
  if (!isOfPixels || steps.every((size) => size === 1))
    return [{ opType: 'AveragePool', path, attribute: [...poolingWindow(call), intOf('shares', Number(isOfPixels))] }];
  return [everySoMany(steps, path)];
}

function dense({ path, config }: KerasCall): RowOperation {
  const { units = 0, use_bias = true } = config;
  const weight = { dims: [-1, units] };
  return { opType: 'Gemm', path, constants: use_bias ? [weight, { dims: [units] }] : [weight] };
}

function rescaling({ path, config }: KerasCall): readonly RowOperation[] {
  const { scale, offset = 0 } = config;
  if (typeof scale === 'number' && offset === 0) return [{ opType: 'Mul', path, constants: [{ dims: [], numbers: [scale] }] }]; // prettier-ignore
  return [{ opType: 'Rescaling', domain: foreign, fault: 'it adds an offset', keepsShape: true }];
}
