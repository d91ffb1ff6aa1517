import type { Kind, Layer, LayerAttributes, Shape } from '../../model/layer';

/** A number that a module's constructor takes. */
export interface Slot {
  readonly keyword: string;
  readonly value: number;
  /** What the number counts: only numbers of one nature can be one argument of a block. */
  readonly nature: string;
  readonly isPositional?: boolean;
  /** The constructor's default, which is not written. */
  readonly fallback?: number;
  /** The module's name within its block. */
  readonly owner?: string;
}

/** How a module is made. */
export interface ModuleCall {
  readonly callee: string;
  readonly slots: readonly Slot[];
  /** Arguments that are no numbers, behind the others. */
  readonly fixed?: readonly string[];
}

/** A kind in PyTorch: as an expression in `forward` where it has one, else as a module; of both, the module is for torch.nn.Sequential. */
interface Row<K extends Kind> {
  readonly module?: (layer: Layer<K>, input: Shape) => ModuleCall;
  readonly expression?: (operands: readonly string[], attributes: LayerAttributes[K]) => string;
  /** Whether operands that are operations themselves need parentheses, and so does this. */
  readonly isOperator?: true;
}

type Rows = { readonly [K in Kind]: Row<K> };

const rows: Rows = {
  input: {},
  conv2d: {
    module: ({ attributes: a }) => ({
      callee: 'nn.Conv2d',
      slots: [
        channels('in_channels', a.inChannels),
        channels('out_channels', a.outChannels),
        plain('kernel_size', a.kernel),
        plain('stride', a.stride, 1),
        plain('padding', a.padding, 0),
        plain('groups', a.groups, 1),
      ],
      fixed: a.bias ? [] : ['bias=False'],
    }),
  },
  batchNorm2d: {
    module: ({ attributes: a }) => ({
      callee: 'nn.BatchNorm2d',
      slots: [channels('num_features', a.channels), plain('eps', a.epsilon, 1e-5), plain('momentum', a.momentum, 0.1)],
    }),
  },
  relu: { module: () => ({ callee: 'nn.ReLU', slots: [] }) },
  maxPool2d: {
    module: ({ attributes: a }) => ({
      callee: 'nn.MaxPool2d',
      slots: [plain('kernel_size', a.kernel), plain('stride', a.stride), plain('padding', a.padding, 0)],
    }),
  },
  avgPool2d: {
    module: ({ attributes: a }) => ({
      callee: 'nn.AvgPool2d',
      slots: [plain('kernel_size', a.kernel), plain('stride', a.stride)],
      fixed: ['ceil_mode=True', 'count_include_pad=False'],
    }),
  },
  adaptiveAvgPool2d: {
    module: ({ attributes: a }) => ({
      callee: 'nn.AdaptiveAvgPool2d',
      slots: [{ ...plain('output_size', a.output), isPositional: true }],
    }),
  },
  /** PyTorch takes the mean of the squares, the paper their sum. */
  localResponseNorm: {
    module: ({ attributes: a }) => ({
      callee: 'nn.LocalResponseNorm',
      slots: [
        plain('size', a.size),
        plain('alpha', Number((a.alpha * a.size).toPrecision(12))),
        plain('beta', a.beta),
        plain('k', a.k),
      ],
    }),
  },
  flatten: {
    module: () => ({ callee: 'nn.Flatten', slots: [] }),
    expression: ([x = '']) => `torch.flatten(${x}, 1)`,
  },
  linear: {
    module: ({ attributes: a }) => ({
      callee: 'nn.Linear',
      slots: [channels('in_features', a.inFeatures), channels('out_features', a.outFeatures)],
      fixed: a.bias ? [] : ['bias=False'],
    }),
  },
  add: { expression: (operands) => operands.join(' + '), isOperator: true },
  multiply: { expression: (operands) => operands.join(' * '), isOperator: true },
  scale: {
    expression: ([x = ''], { factor }) => (factor === -1 ? `-${x}` : `${literal('factor', factor)} * ${x}`),
    isOperator: true,
  },
  sigmoid: {
    module: () => ({ callee: 'nn.Sigmoid', slots: [] }),
    expression: ([x = '']) => `torch.sigmoid(${x})`,
  },
  dropout: { module: ({ attributes: { p } }) => ({ callee: 'nn.Dropout', slots: [plain('p', p)] }) },
  stochasticDepth: {
    module: ({ attributes: { survival } }) => ({ callee: 'StochasticDepth', slots: [plain('survival', survival)] }),
  },
  paddedIdentity: {
    module: ({ attributes: { stride, outChannels } }, input) => ({
      callee: 'PaddedIdentity',
      slots: [plain('extra_channels', outChannels - (input[0] ?? 0)), plain('stride', stride, 1)],
    }),
  },
};

function channels(keyword: string, value: number): Slot {
  return { keyword, value, nature: 'channels', isPositional: true };
}

function plain(keyword: string, value: number, fallback?: number): Slot {
  return { keyword, value, nature: keyword, ...(fallback === undefined ? {} : { fallback }) };
}

/** How a layer is made as a module; nothing where its kind has none. */
export function moduleCall<K extends Kind>(layer: Layer<K>, input: Shape): ModuleCall | undefined {
  return rows[layer.kind].module?.(layer, input);
}

/** Whether a kind is written as an expression in `forward`, without a module. */
export function isExpression(kind: Kind): boolean {
  return rows[kind].expression !== undefined;
}

export function isOperator(kind: Kind): boolean {
  return rows[kind].isOperator === true;
}

/** A layer as an expression of its inputs. */
export function expressionOf<K extends Kind>(layer: Layer<K>, operands: readonly string[]): string | undefined {
  return rows[layer.kind].expression?.(operands, layer.attributes);
}

const floats = new Set(['bias', 'eps', 'momentum', 'alpha', 'beta', 'k', 'factor', 'p', 'survival']);

export function isFloat(nature: string): boolean {
  return floats.has(nature);
}

/** A number as Python writes it. */
export function literal(nature: string, value: number): string {
  if (!Number.isFinite(value)) return `float("${value}")`;
  return isFloat(nature) && Number.isInteger(value) ? value.toFixed(1) : String(value);
}
