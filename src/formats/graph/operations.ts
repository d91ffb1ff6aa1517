import { elements } from '../../model/layer';
import { averagePoolOf } from './averagePool';
import { gemm, matMul, withBias } from './denseRules';
import { foldedOperations } from './foldConstant';
import { constantAt, float, hasAttribute, int, ints, numbersAt, rounded, valueOf, type NodeCall } from './nodeCall';
import { whole, type Value } from './operand';
import { pad, permute, slice } from './shortcutRules';
import { isOneValueAChannel, onValue, same, unknown, type Before, type Made, type Rule, type Step } from './step';
import { windowOf, type FoundWindow } from './windows';

/** ONNX's operations that a network here can have, by their names, and two of Keras's that ONNX has not. */
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
  Permute: permute,
  UpSampling2D: upSampling,
  Softmax: (call, before) => (before.isLast(call) ? same(call) : unknown), // what it reads are the logits
  Identity: (call) => same(call),
  Cast: (call) => same(call),
};

/** Operations that change no shape: what comes behind them can be shown, though they can't. */
const shapeless: ReadonlySet<string> = new Set(['Abs', 'Celu', 'Clip', 'Elu', 'Erf', 'Exp', 'Gelu', 'HardSigmoid', 'HardSwish', 'InstanceNormalization', 'LayerNormalization', 'LeakyRelu', 'Log', 'LogSoftmax', 'Mish', 'PRelu', 'Pow', 'Selu', 'Softmax', 'Softplus', 'Softsign', 'Sqrt', 'Sub', 'Swish', 'Tanh', 'ThresholdedRelu']); // prettier-ignore

/** Whether there is a rule for an operation, or it only computes constants. */
export function isKnown({ node }: NodeCall): boolean {
  return isStandard(node) && (Object.hasOwn(rules, node.opType) || foldedOperations.has(node.opType));
}

/** What an operation is here. */
export function stepOf(call: NodeCall, before: Before): Step {
  const { node } = call;
  if (node.fault !== undefined) return node.fault;
  const rule = isStandard(node) && Object.hasOwn(rules, node.opType) ? rules[node.opType] : undefined;
  return rule?.(call, before) ?? unknown;
}

function isStandard({ domain }: NodeCall['node']): boolean {
  return domain === '' || domain === 'ai.onnx';
}

/** Of an unknown operation, what may stand for its output: something of its shape. */
export function passedThrough(call: NodeCall): Value | undefined {
  const values = call.operands.flatMap((operand) => (operand?.type === 'value' ? [operand] : []));
  const { opType, keepsShape = shapeless.has(opType) } = call.node;
  return keepsShape && values.length === 1 ? values[0] : undefined;
}

function unary(kind: 'relu' | 'sigmoid'): Rule {
  return (call) => onValue(call, { kind, attributes: {} });
}

function isVector(call: NodeCall): boolean {
  return valueOf(call)?.shape.length === 1;
}

function isPooled(call: NodeCall): boolean {
  const value = valueOf(call);
  return value !== undefined && isOneValueAChannel(value);
}

function flattened(call: NodeCall): Step {
  return isVector(call) ? same(call) : onValue(call, { kind: 'flatten', attributes: {} });
}

function convolution(call: NodeCall): Step {
  const [weight, bias] = [constantAt(call, 1), call.operands[2]];
  const [outChannels, perGroup, height, width] = weight?.dims ?? [];
  if (weight?.dims.length !== 4 || outChannels === undefined || perGroup === undefined || height === undefined)
    return 'its weights are none of a 2-d convolution';
  const found = windowOf(call, [height, width ?? 0]);
  if (typeof found === 'string') return found;
  const channels = channelsOf(call, outChannels, perGroup);
  if (channels.groups < 1) return `it has ${channels.groups} groups`;
  return windowed(call, found, { kind: 'conv2d', attributes: { ...channels, ...found.window, bias: bias !== undefined } }); // prettier-ignore
}

/** Where the file does not have the channels that are read, they are the image's; of −1 groups each channel is one, of 0 there are as many as fit. */
function channelsOf(
  call: NodeCall,
  filters: number,
  perGroup: number,
): { readonly inChannels: number; readonly outChannels: number; readonly groups: number } {
  const [read = 0] = valueOf(call)?.shape ?? [];
  const given = int(call, 'group', 1);
  const groups = given === 0 && read % perGroup === 0 ? read / perGroup : given;
  if (groups === -1) return { inChannels: read, outChannels: read * filters, groups: read };
  return { inChannels: perGroup === -1 ? read : perGroup * groups, outChannels: filters, groups };
}

function windowed(call: NodeCall, { isUneven }: FoundWindow, made: Made): Step {
  const step = onValue(call, made);
  return typeof step === 'string' ? step : { ...step, isUneven };
}

function batchNorm(call: NodeCall): Step {
  const [own] = constantAt(call, 1)?.dims ?? [];
  const channels = own === -1 ? valueOf(call)?.shape[0] : own;
  if (channels === undefined) return 'its weights are not in the file';
  if (int(call, 'vectors', 0) === 1 && !isVector(call)) return 'it normalises over another axis than the channels';
  const epsilon = float(call, 'epsilon', 1e-5);
  const momentum = rounded(1 - float(call, 'momentum', 0.9)); // the newest batch's share, where ONNX has the older ones'
  return onValue(call, { kind: 'batchNorm2d', attributes: { channels, epsilon, momentum } });
}

function maxPool(call: NodeCall, before: Before): Step {
  const found = windowOf(call, ints(call, 'kernel_shape') ?? []);
  const value = valueOf(call);
  if (typeof found === 'string') return found;
  if (value === undefined) return unknown;
  const isPositive = ['relu', 'sigmoid'].includes(before.layer(value).kind);
  if (value.half?.kind === 'padded' && !isPositive) return 'the zeros around what it reads may be the largest values';
  return windowed(call, found, { kind: 'maxPool2d', attributes: found.window });
}

/** The nearest pixels, of which there are a whole number for each: means over parts of the image as well. */
function upSampling(call: NodeCall): Step {
  const [, height = 0, width = 0] = valueOf(call)?.shape ?? [];
  const [rows = 0, columns = 0] = ints(call, 'size') ?? [];
  if (height * rows !== width * columns) return 'its output is not square';
  return onValue(call, { kind: 'adaptiveAvgPool2d', attributes: { output: height * rows } });
}

function orWhyNot(call: NodeCall, made: Made | string): Step {
  return typeof made === 'string' ? made : onValue(call, made);
}

function reduceMean(call: NodeCall): Step {
  const axes = [...(ints(call, 'axes') ?? numbersAt(call, 1) ?? [])].map((axis) => (axis < 0 ? axis + 4 : axis)).sort(); // prettier-ignore
  if (axes.join() !== '2,3' || valueOf(call)?.shape.length !== 3) return 'it does not average over height and width';
  const pool: Made = { kind: 'adaptiveAvgPool2d', attributes: { output: 1 } };
  const step = onValue(call, pool);
  return int(call, 'keepdims', 1) === 1 || typeof step === 'string' ? step : { ...step, half: { kind: 'pooled' } };
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
  const isSame = shape.length === value.shape.length + 1 && shape.slice(1).join() === value.shape.join();
  return isSame && value.half?.kind !== 'permuted' ? { same: whole(value) } : unknown;
}

function add(call: NodeCall, before: Before): Step {
  const values = call.operands.filter((operand) => operand?.type === 'value');
  if (values.length === 2 && call.operands.length === 2)
    return { layers: [{ kind: 'add', attributes: {} }], on: values };
  const [value] = values;
  const constant = call.operands.find((operand) => operand?.type === 'constant');
  return value === undefined || constant === undefined ? unknown : withBias(value, constant, before);
}

function multiply(call: NodeCall): Step {
  const values = call.operands.filter((operand) => operand?.type === 'value');
  // The whole comes before what has one value a channel, in whichever order the file has them.
  const on = values.toSorted((a, b) => Number(isOneValueAChannel(a)) - Number(isOneValueAChannel(b)));
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
