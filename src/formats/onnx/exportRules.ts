import type { Kind, Layer, LayerAttributes, Shape } from '../../model/layer';
import { UserError } from '../../protocol/userError';
import { averagingMatrix, transposed } from '../graph/averaging';
import { floatAttribute, intAttribute, intsAttribute, type NodeMessage } from './messages';

/** What a layer's rule writes with. */
export interface Emission {
  /** The layer's. */
  readonly name: string;
  /** Tensors' names. */
  readonly inputs: readonly string[];
  readonly output: string;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly node: (message: NodeMessage) => void;
  /** Adds a constant of the layer and gives its tensor's name. */
  readonly constant: (suffix: string, dims: Shape, numbers: readonly number[] | BigInt64Array) => string;
}

type ExportRules = { readonly [K in Kind]: (layer: Layer<K>, emission: Emission) => void };

/** Each kind in ONNX's operations, as the layer acts in prediction. */
export const exportRules: ExportRules = {
  input: () => undefined,
  conv2d: ({ attributes }, emission) => {
    const { kernel, groups, bias } = attributes;
    one('Conv', emission, {
      weights: bias ? ['weight', 'bias'] : ['weight'],
      attribute: [
        ...windowAttributes(kernel, attributes),
        intsAttribute('dilations', [1, 1]),
        intAttribute('group', groups),
      ],
    });
  },
  batchNorm2d: ({ attributes: { epsilon, momentum } }, emission) =>
    one('BatchNormalization', emission, {
      weights: ['weight', 'bias', 'running_mean', 'running_var'],
      attribute: [floatAttribute('epsilon', epsilon), floatAttribute('momentum', 1 - momentum)], // ONNX's is the older batches' share
    }),
  relu: (_, emission) => one('Relu', emission),
  maxPool2d: ({ attributes }, emission) =>
    one('MaxPool', emission, { attribute: windowAttributes(attributes.kernel, attributes) }),
  avgPool2d: ({ attributes }, emission) =>
    one('AveragePool', emission, {
      attribute: [
        ...windowAttributes(attributes.kernel, { ...attributes, padding: 0 }),
        intAttribute('ceil_mode', 1),
        intAttribute('count_include_pad', 0),
      ],
    }),
  adaptiveAvgPool2d: averagePool,
  localResponseNorm: responseNorm,
  flatten: (_, emission) => one('Flatten', emission, { attribute: [intAttribute('axis', 1)] }),
  linear: ({ attributes: { bias } }, emission) =>
    one('Gemm', emission, {
      weights: bias ? ['weight', 'bias'] : ['weight'],
      attribute: [intAttribute('transB', 1)],
    }),
  add: (_, emission) => one('Add', emission),
  multiply: (_, emission) => one('Mul', emission),
  scale: ({ attributes: { factor } }, emission) =>
    one('Mul', emission, { constants: [emission.constant('factor', [], [factor])] }),
  sigmoid: (_, emission) => one('Sigmoid', emission),
  dropout: ({ attributes: { p } }, emission) =>
    one('Dropout', emission, { constants: [emission.constant('ratio', [], [p])] }),
  stochasticDepth: (_, emission) => one('Identity', emission),
  paddedIdentity,
};

interface Extra {
  /** The layer's own tensors, by the ends of their names. */
  readonly weights?: readonly string[];
  readonly constants?: readonly string[];
  readonly attribute?: readonly object[];
}

function one(opType: string, { name, inputs, output, node }: Emission, extra: Extra = {}): void {
  const { weights = [], constants = [], attribute = [] } = extra;
  const input = [...inputs, ...weights.map((suffix) => `${name}.${suffix}`), ...constants];
  node({ opType, name, input, output: [output], attribute });
}

function windowAttributes(
  kernel: number,
  { stride, padding }: { readonly stride: number; readonly padding: number },
): object[] {
  return [
    intsAttribute('kernel_shape', [kernel, kernel]),
    intsAttribute('strides', [stride, stride]),
    intsAttribute('pads', [padding, padding, padding, padding]),
  ];
}

/** Where the parts of the image differ in size, products with constant matrices from both sides: rows first. */
function averagePool({ name, attributes: { output } }: Layer<'adaptiveAvgPool2d'>, emission: Emission): void {
  const [, height = 1, width = 1] = emission.inputShape;
  const shape = [height / output, width / output];
  const attribute = [intsAttribute('kernel_shape', shape), intsAttribute('strides', shape)];
  if (output === 1) one('GlobalAveragePool', emission);
  else if (shape.every((size) => Number.isInteger(size))) one('AveragePool', emission, { attribute });
  else averageByProducts(name, output, emission);
}

function averageByProducts(name: string, output: number, emission: Emission): void {
  const [, height = 1, width = 1] = emission.inputShape;
  const [rows, columns] = [averagingMatrix(height, output), averagingMatrix(width, output)];
  const before = emission.constant('rows', rows.dims, rows.numbers);
  const behind = emission.constant('columns', [width, output], transposed(columns).numbers);
  const half = `${name}/rows`;
  emission.node({ opType: 'MatMul', name: half, input: [before, ...emission.inputs], output: [half], attribute: [] });
  emission.node({ opType: 'MatMul', name, input: [half, behind], output: [emission.output], attribute: [] });
}

/** ONNX divides alpha by the size, and has its window's odd channel on the other side. */
function responseNorm({ name, attributes }: Layer<'localResponseNorm'>, emission: Emission): void {
  const { size, alpha, beta, k }: LayerAttributes['localResponseNorm'] = attributes;
  if (size % 2 === 0)
    throw new UserError(`The layer "${name}" can't be exported: ONNX normalises over an odd number of channels, but its size is ${size}.`); // prettier-ignore
  const floats = { alpha: alpha * size, beta, bias: k };
  const attribute = Object.entries(floats).map(([key, value]) => floatAttribute(key, value));
  one('LRN', emission, { attribute: [...attribute, intAttribute('size', size)] });
}

/** Every `stride`-th pixel, then zero channels behind. */
function paddedIdentity(
  { name, attributes: { stride, outChannels } }: Layer<'paddedIdentity'>,
  emission: Emission,
): void {
  const extra = outChannels - (emission.inputShape[0] ?? 0);
  const sliced = extra === 0 ? emission.output : `${name}/sliced`;
  const int64s = (suffix: string, numbers: readonly number[]): string =>
    emission.constant(suffix, [numbers.length], BigInt64Array.from(numbers, BigInt));
  const parts = { starts: [0, 0], ends: [2 ** 31 - 1, 2 ** 31 - 1], axes: [2, 3], steps: [stride, stride] };
  const constants = Object.entries(parts).map(([suffix, numbers]) => int64s(suffix, numbers));
  emission.node({ opType: 'Slice', name: extra === 0 ? name : sliced, input: [...emission.inputs, ...constants], output: [sliced], attribute: [] }); // prettier-ignore
  if (extra === 0) return;
  const pads = int64s('pads', [0, 0, 0, 0, 0, extra, 0, 0]);
  emission.node({ opType: 'Pad', name, input: [sliced, pads], output: [emission.output], attribute: [] });
}
