import { elements, type Kind, type LayerAttributes, type Shape } from '../../model/layer';
import {
  constantAt,
  float,
  hasAttribute,
  int,
  ints,
  numbersAt,
  rounded,
  text,
  valueOf,
  type NodeCall,
} from './nodeCall';
import type { Constant, Operand, Value } from './operand';
import { foldedOperations } from './foldConstant';
import { averagePoolOf } from './averagePool';
import { isAveraging, transposed } from './averaging';
import { windowOf } from './windows';

/** A layer still without name and inputs. */
export type Made = {
  readonly [K in Kind]: { readonly kind: K; readonly attributes: LayerAttributes[K] };
}[Kind];

/**
 * What an operation is here: layers in a row on top of its inputs, what one of its operands already is, a layer before it with other
 * attributes, or half a sentence about why it is not known.
 */
export type Step =
  | { readonly layers: readonly Made[]; readonly on: readonly Value[] }
  | { readonly same: Operand }
  | { readonly instead: Made; readonly of: Value }
  | string;

/** What an operation may ask about the layers before it. */
export interface Before {
  layer(value: Value): Made;
  /** The shape of what that layer reads. */
  inputShape(value: Value): Shape;
  /** Whether nothing else reads it. */
  isReadOnce(value: Value): boolean;
}

type Rule = (call: NodeCall, before: Before) => Step;

const unknown = 'it is not known here';

/** ONNX's operations that a network here can have, by their names. */
const rules: Readonly<Record<string, Rule>> = {
  Conv: convolution,
  BatchNormalization: batchNorm,
  Relu: unary('relu'),
  Sigmoid: unary('sigmoid'),
  MaxPool: maxPool,
  GlobalAveragePool: (call) => onValue(call, { kind: 'adaptiveAvgPool2d', attributes: { output: 1 } }),
  AveragePool: (call) => orWhyNot(call, averagePoolOf(call)),
  ReduceMean: reduceMean,
  LRN: responseNorm,
  Flatten: (call) => (Math.abs(int(call, 'axis', 1)) === 1 || isVector(call) ? flattened(call) : unknown),
  Reshape: reshape,
  Squeeze: (call) => (isPooled(call) ? flattened(call) : unknown),
  Gemm: gemm,
  MatMul: matMul,
  Add: add,
  Sum: add,
  Mul: multiply,
  Div: (call) => scaledBy(call, (factor) => 1 / factor),
  Neg: (call) => onValue(call, { kind: 'scale', attributes: { factor: -1 } }),
  Dropout: dropout,
  Slice: slice,
  Pad: pad,
  Identity: (call) => same(call),
  Cast: (call) => same(call),
};

/** Operations that change no shape: what comes behind them can be shown, though they can't. */
const shapeless: ReadonlySet<string> = new Set(['Abs', 'Celu', 'Clip', 'Elu', 'Erf', 'Exp', 'Gelu', 'HardSigmoid', 'HardSwish', 'InstanceNormalization', 'LayerNormalization', 'LeakyRelu', 'Log', 'LogSoftmax', 'Mish', 'PRelu', 'Pow', 'Selu', 'Softmax', 'Softplus', 'Softsign', 'Sqrt', 'Sub', 'Swish', 'Tanh', 'ThresholdedRelu']); // prettier-ignore

/** Whether there is a rule for an operation, or it only computes constants. */
export function isKnown({ node }: NodeCall): boolean {
  return Object.hasOwn(rules, node.opType) || foldedOperations.has(node.opType);
}

/** What an operation is here. */
export function stepOf(call: NodeCall, before: Before): Step {
  const { domain, opType } = call.node;
  const isStandard = domain === '' || domain === 'ai.onnx';
  const rule = isStandard && Object.hasOwn(rules, opType) ? rules[opType] : undefined;
  return rule?.(call, before) ?? unknown;
}

/** Of an unknown operation, what may stand for its output: something of its shape. */
export function passedThrough(call: NodeCall): Value | undefined {
  const values = call.operands.flatMap((operand) => (operand?.type === 'value' ? [operand] : []));
  return shapeless.has(call.node.opType) && values.length === 1 ? values[0] : undefined;
}

function onValue(call: NodeCall, ...layers: readonly Made[]): Step {
  const value = valueOf(call);
  return value === undefined ? 'its input does not come from the image' : { layers, on: [value] };
}

function unary(kind: 'relu' | 'sigmoid'): Rule {
  return (call) => onValue(call, { kind, attributes: {} });
}

function same(call: NodeCall): Step {
  const operand = call.operands[0];
  return operand === undefined ? unknown : { same: operand };
}

function isVector(call: NodeCall): boolean {
  return valueOf(call)?.shape.length === 1;
}

function isPooled(call: NodeCall): boolean {
  return (
    valueOf(call)
      ?.shape.slice(1)
      .every((size) => size === 1) === true
  );
}

function flattened(call: NodeCall): Step {
  return isVector(call) ? same(call) : onValue(call, { kind: 'flatten', attributes: {} });
}

function convolution(call: NodeCall): Step {
  const [weight, bias] = [constantAt(call, 1), call.operands[2]];
  const [outChannels, perGroup, height, width] = weight?.dims ?? [];
  if (weight?.dims.length !== 4 || outChannels === undefined || perGroup === undefined || height === undefined)
    return 'its weights are none of a 2-d convolution';
  const window = windowOf(call, [height, width ?? 0]);
  if (typeof window === 'string') return window;
  const groups = int(call, 'group', 1);
  if (groups < 1) return `it has ${groups} groups`;
  const attributes = { inChannels: perGroup * groups, outChannels, ...window, groups, bias: bias !== undefined };
  return onValue(call, { kind: 'conv2d', attributes });
}

function batchNorm(call: NodeCall): Step {
  const channels = constantAt(call, 1)?.dims[0];
  if (channels === undefined) return 'its weights are not in the file';
  const epsilon = float(call, 'epsilon', 1e-5);
  const momentum = rounded(1 - float(call, 'momentum', 0.9)); // the newest batch's share, where ONNX has the older ones'
  return onValue(call, { kind: 'batchNorm2d', attributes: { channels, epsilon, momentum } });
}

function maxPool(call: NodeCall): Step {
  const window = windowOf(call, ints(call, 'kernel_shape') ?? []);
  return typeof window === 'string' ? window : onValue(call, { kind: 'maxPool2d', attributes: window });
}

function orWhyNot(call: NodeCall, made: Made | string): Step {
  return typeof made === 'string' ? made : onValue(call, made);
}

function reduceMean(call: NodeCall): Step {
  const axes = [...(ints(call, 'axes') ?? numbersAt(call, 1) ?? [])].map((axis) => (axis < 0 ? axis + 4 : axis)).sort(); // prettier-ignore
  if (axes.join() !== '2,3' || valueOf(call)?.shape.length !== 3) return 'it does not average over height and width';
  const pool: Made = { kind: 'adaptiveAvgPool2d', attributes: { output: 1 } };
  return int(call, 'keepdims', 1) === 1
    ? onValue(call, pool)
    : onValue(call, pool, { kind: 'flatten', attributes: {} });
}

/** ONNX divides alpha by the size, the paper does not. */
function responseNorm(call: NodeCall): Step {
  const size = int(call, 'size', 0);
  const alpha = rounded(float(call, 'alpha', 1e-4) / size);
  const attributes = { size, alpha, beta: float(call, 'beta', 0.75), k: float(call, 'bias', 1) };
  return size < 1 ? 'it has no size' : onValue(call, { kind: 'localResponseNorm', attributes });
}

function reshape(call: NodeCall): Step {
  const shape = numbersAt(call, 1);
  const value = valueOf(call);
  if (value === undefined || shape === undefined) return unknown;
  const [, features = 0] = shape;
  if (shape.length === 2 && (features === -1 || features === elements(value.shape))) return flattened(call);
  return shape.length === value.shape.length + 1 && shape.slice(1).join() === value.shape.join() ? same(call) : unknown;
}

function gemm(call: NodeCall): Step {
  const weight = constantAt(call, 1);
  const isPlain = float(call, 'alpha', 1) === 1 && float(call, 'beta', 1) === 1 && int(call, 'transA', 0) === 0;
  if (weight?.dims.length !== 2 || !isPlain) return 'it is no fully connected layer';
  const [rows = 0, columns = 0] = weight.dims;
  const [outFeatures, inFeatures] = int(call, 'transB', 0) === 0 ? [columns, rows] : [rows, columns];
  const bias = call.operands[2] !== undefined;
  return onValue(call, { kind: 'linear', attributes: { inFeatures, outFeatures, bias } });
}

/** A fully connected layer; or means over parts of the image, as products with one constant matrix on either side. */
function matMul(call: NodeCall): Step {
  const [left, right] = [valueOf(call, 0), valueOf(call, 1)];
  const [before, behind] = [constantAt(call, 0), constantAt(call, 1)];
  if (right !== undefined && before !== undefined && isAveraging(before, right.shape[1]))
    return { same: { ...right, half: { kind: 'averaged', by: before.dims[0] ?? 0 } } };
  if (left === undefined || behind?.dims.length !== 2) return 'it is no fully connected layer';
  const [inFeatures = 0, outFeatures = 0] = behind.dims;
  if (left.half !== undefined) {
    const isSame = left.half.by === outFeatures && isAveraging(transposed(behind), left.shape[2]);
    const pool: Made = { kind: 'adaptiveAvgPool2d', attributes: { output: outFeatures } };
    return isSame ? { layers: [pool], on: [{ ...left, half: undefined }] } : unknown;
  }
  return onValue(call, { kind: 'linear', attributes: { inFeatures, outFeatures, bias: false } });
}

function add(call: NodeCall, before: Before): Step {
  const values = call.operands.filter((operand) => operand?.type === 'value');
  if (values.length === 2 && call.operands.length === 2)
    return { layers: [{ kind: 'add', attributes: {} }], on: values };
  const [value] = values;
  const constant = call.operands.find((operand) => operand?.type === 'constant');
  return value === undefined || constant === undefined ? unknown : withBias(value, constant, before);
}

/** A constant added to what a layer without bias gives is its bias. */
function withBias(value: Value, { dims }: Constant, before: Before): Step {
  const made = before.layer(value);
  if (!before.isReadOnce(value) || (made.kind !== 'linear' && made.kind !== 'conv2d') || made.attributes.bias)
    return unknown;
  const channels = made.kind === 'linear' ? made.attributes.outFeatures : made.attributes.outChannels;
  if (elements(dims) !== channels) return unknown;
  return made.kind === 'linear'
    ? { instead: { kind: 'linear', attributes: { ...made.attributes, bias: true } }, of: value }
    : { instead: { kind: 'conv2d', attributes: { ...made.attributes, bias: true } }, of: value };
}

function multiply(call: NodeCall): Step {
  const values = call.operands.filter((operand) => operand?.type === 'value');
  const isGate = ({ shape }: Value): boolean => shape.slice(1).every((size) => size === 1);
  // The whole comes before what has one value a channel, in whichever order the file has them.
  const on = values.toSorted((a, b) => Number(isGate(a)) - Number(isGate(b)));
  if (values.length === 2) return { layers: [{ kind: 'multiply', attributes: {} }], on };
  return scaledBy(call, (factor) => factor);
}

function scaledBy(call: NodeCall, factorOf: (constant: number) => number): Step {
  const value = call.operands.find((operand) => operand?.type === 'value');
  const [factor, ...others] = call.operands.find((operand) => operand?.type === 'constant')?.numbers ?? [];
  if (value === undefined || factor === undefined || others.length > 0) return 'it is no product with one number';
  return { layers: [{ kind: 'scale', attributes: { factor: rounded(factorOf(factor)) } }], on: [value] };
}

function dropout(call: NodeCall): Step {
  const p = hasAttribute(call, 'ratio') ? float(call, 'ratio', 0.5) : rounded(numbersAt(call, 1)?.[0] ?? 0.5);
  return onValue(call, { kind: 'dropout', attributes: { p } });
}

/** Every so many pixels, in one of two directions or in both. */
function slice(call: NodeCall): Step {
  const value = valueOf(call);
  const [starts, ends, axes, steps] = [1, 2, 3, 4].map((at) => numbersAt(call, at));
  if (value === undefined || starts === undefined || ends === undefined || axes === undefined) return unknown;
  const by = new Map(axes.map((axis, index) => [axis < 0 ? axis + 4 : axis, steps?.[index]]));
  const isWhole = starts.every((start) => start === 0) && ends.every((end) => end >= 2 ** 31 - 1);
  const [images, channels, rows, columns] = [0, 1, 2, 3].map((axis) => by.get(axis) ?? 1) as [number, number, number, number]; // prettier-ignore
  if (!isWhole || value.shape.length !== 3 || images * channels !== 1) return unknown;
  return strided(value, rows, columns);
}

function strided({ half, ...value }: Value, rows: number, columns: number): Step {
  if (rows < 1 || columns < 1) return unknown;
  if (rows * columns === 1) return { same: { ...value, half } };
  const [down, right] = [rows * doneTo(half, 'rows'), columns * doneTo(half, 'columns')];
  if (down === right) {
    const attributes = { stride: down, outChannels: value.shape[0] ?? 0 };
    return { layers: [{ kind: 'paddedIdentity', attributes }], on: [value] };
  }
  if (half !== undefined || Math.min(rows, columns) > 1) return unknown;
  return { same: { ...value, half: { kind: rows > 1 ? 'rows' : 'columns', by: rows * columns } } };
}

function doneTo(half: Value['half'], kind: 'rows' | 'columns'): number {
  return half?.kind === kind ? half.by : 1;
}

/** Zero channels after the existing ones. */
function pad(call: NodeCall, before: Before): Step {
  const value = valueOf(call);
  const pads = ints(call, 'pads') ?? numbersAt(call, 1);
  const fill = call.operands[2] === undefined ? 0 : numbersAt(call, 2)?.[0];
  const isPlain = fill === 0 && (text(call, 'mode') ?? 'constant') === 'constant' && call.operands[3] === undefined;
  if (value === undefined || pads?.length !== 8 || !isPlain) return unknown;
  if (pads.every((size) => size === 0)) return { same: value };
  const extra = pads[5] ?? 0;
  if (extra < 1 || pads.some((size, at) => at !== 5 && size !== 0)) return 'it pads more than channels at the end';
  return padded(value, (value.shape[0] ?? 0) + extra, before);
}

function padded(value: Value, outChannels: number, before: Before): Step {
  const made = before.layer(value);
  const takesBoth = made.kind === 'paddedIdentity' && before.isReadOnce(value);
  const isSubsampling = takesBoth && made.attributes.outChannels === before.inputShape(value)[0];
  if (isSubsampling)
    return { instead: { kind: 'paddedIdentity', attributes: { ...made.attributes, outChannels } }, of: value };
  return { layers: [{ kind: 'paddedIdentity', attributes: { stride: 1, outChannels } }], on: [value] };
}
