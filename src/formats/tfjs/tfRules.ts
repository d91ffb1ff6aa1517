import { foreign, type RowOperation } from './operationRow';
import { passing, type TfCall } from './tfCall';
import { moduleOf } from './tfNames';
import { batchNorm, convolution, dense, fusedRow } from './tfProducts';
import { averagePool, mean, pad, reshape, stridedSlice, transpose, type RowOrFault } from './tfShapes';
import { product, scaled, sum, type TfRow } from './tfSums';
import { pooling } from './tfWindows';

type TfRule = (call: TfCall) => TfRow;

/** TensorFlow's operations that are known here, in ONNX's. */
const rules: Readonly<Record<string, TfRule>> = {
  Conv2D: onFirst((call) => [convolution(call, call.node.name)]),
  DepthwiseConv2dNative: onFirst((call) => [convolution(call, call.node.name)]),
  _FusedConv2D: onFirst((call) => fusedRow(call, convolution)),
  FusedDepthwiseConv2dNative: onFirst((call) => fusedRow(call, convolution)),
  MatMul: onFirst((call) => (call.constant(1) === undefined ? 'it multiplies two values' : [dense(call)])),
  _FusedMatMul: onFirst((call) => fusedRow(call, dense)),
  FusedBatchNorm: onFirst(norm),
  FusedBatchNormV2: onFirst(norm),
  FusedBatchNormV3: onFirst(norm),
  BiasAdd: sum,
  Add: sum,
  AddV2: sum,
  AddN: sum,
  Mul: (call) => product(call) ?? unknownTf(call),
  RealDiv: (call) => scaled(call, 'Div') ?? unknownTf(call),
  Neg: as('Neg'),
  Relu: as('Relu'),
  Sigmoid: as('Sigmoid'),
  Softmax: as('Softmax'),
  Squeeze: as('Squeeze'),
  MaxPool: onFirst((call) => [{ opType: 'MaxPool', path: moduleOf(call.node.name), attribute: pooling(call) }]),
  AvgPool: onFirst(averagePool),
  Mean: onFirst(mean),
  Pad: onFirst(pad),
  PadV2: onFirst(pad),
  Reshape: onFirst(reshape),
  Transpose: onFirst(transpose),
  StridedSlice: onFirst(stridedSlice),
};

/** Operations that change no shape: what comes behind them can be shown, though they can't. */
const shapeless: ReadonlySet<string> = new Set(['Abs', 'ClipByValue', 'Elu', 'Erf', 'Exp', 'LRN', 'LeakyRelu', 'Log', 'LogSoftmax', 'Maximum', 'Minimum', 'Mul', 'Pow', 'Prelu', 'RealDiv', 'Relu6', 'Rsqrt', 'Selu', 'Softmax', 'Softplus', 'Softsign', 'Sqrt', 'Square', 'Sub', 'Tanh']); // prettier-ignore

/** An operation in ONNX's, in a row. */
export function tfRow(call: TfCall): TfRow {
  const { op } = call.node;
  if (passing.has(op)) return { row: [], reads: call.input.slice(0, 1) };
  const rule = Object.hasOwn(rules, op) ? rules[op] : undefined;
  return rule?.(call) ?? unknownTf(call);
}

function unknownTf({ node: { op }, input }: TfCall, fault?: string): TfRow {
  return { row: [{ opType: op, domain: foreign, keepsShape: shapeless.has(op), fault }], reads: input };
}

/** A rule for an operation on its first operand. */
function onFirst(rule: (call: TfCall) => RowOrFault): TfRule {
  return (call) => {
    const row = rule(call);
    return typeof row === 'string' ? unknownTf(call, row) : { row, reads: call.input.slice(0, 1) };
  };
}

function as(opType: string): TfRule {
  return onFirst(({ node }) => [{ opType, path: moduleOf(node.name) }]);
}

function norm(call: TfCall): readonly RowOperation[] {
  return [batchNorm(call, { path: moduleOf(call.node.name), scale: 1 })];
}
