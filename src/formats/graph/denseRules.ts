import { elements, type LayerAttributes } from '../../model/layer';
import { isAveraging, transposed } from './averaging';
import { constantAt, float, int, valueOf, type NodeCall } from './nodeCall';
import { whole, type Constant, type Value } from './operand';
import { onValue, unknown, type Before, type Made, type Step } from './step';

export function gemm(call: NodeCall): Step {
  const weight = constantAt(call, 1);
  const isPlain = float(call, 'alpha', 1) === 1 && float(call, 'beta', 1) === 1 && int(call, 'transA', 0) === 0;
  if (weight?.dims.length !== 2 || !isPlain) return 'it is no fully connected layer';
  const [rows = 0, columns = 0] = weight.dims;
  const [outFeatures, inFeatures] = int(call, 'transB', 0) === 0 ? [columns, rows] : [rows, columns];
  return connected(call, { inFeatures, outFeatures, bias: call.operands[2] !== undefined });
}

/** On one value a channel it is a 1×1 convolution; where the file does not have the features that are read, they are its input's. */
function connected(call: NodeCall, { inFeatures, ...others }: LayerAttributes['linear']): Step {
  const { shape = [] } = valueOf(call) ?? {};
  const features = inFeatures === -1 ? (shape[0] ?? 0) : inFeatures;
  const { outFeatures, bias } = others;
  const window = { kernel: 1, stride: 1, padding: 0, groups: 1 };
  const isPixel = shape.length === 3 && shape.slice(1).every((size) => size === 1);
  if (!isPixel) return onValue(call, { kind: 'linear', attributes: { inFeatures: features, ...others } });
  return onValue(call, {
    kind: 'conv2d',
    attributes: { inChannels: features, outChannels: outFeatures, ...window, bias },
  });
}

/** A fully connected layer; or means over parts of the image, as products with one constant matrix on either side. */
export function matMul(call: NodeCall): Step {
  const [left, right] = [valueOf(call, 0), valueOf(call, 1)];
  const [before, behind] = [constantAt(call, 0), constantAt(call, 1)];
  if (right !== undefined && before !== undefined && isAveraging(before, right.shape[1]))
    return { same: { ...right, half: { kind: 'averaged', by: before.dims[0] ?? 0 } } };
  if (left === undefined || behind?.dims.length !== 2) return 'it is no fully connected layer';
  const [inFeatures = 0, outFeatures = 0] = behind.dims;
  if (left.half?.kind === 'averaged') {
    const isSame = left.half.by === outFeatures && isAveraging(transposed(behind), left.shape[2]);
    const pool: Made = { kind: 'adaptiveAvgPool2d', attributes: { output: outFeatures } };
    return isSame ? { layers: [pool], on: [whole(left)] } : unknown;
  }
  return onValue(call, { kind: 'linear', attributes: { inFeatures, outFeatures, bias: false } });
}

/** A constant added to what a layer without bias gives is its bias; one behind an addition belongs to a layer before that. */
export function withBias(value: Value, { dims }: Constant, before: Before): Step {
  const isAddition = before.layer(value).kind === 'add' && before.isReadOnce(value);
  const candidates = isAddition ? before.inputs(value) : [value];
  for (const candidate of candidates) {
    const made = biased(candidate, elements(dims), before);
    if (made !== undefined) return { instead: made, of: candidate, gives: value };
  }
  return unknown;
}

/** The layer with a bias of so many numbers; −1 are as many as it takes. */
function biased(value: Value, count: number, before: Before): Made | undefined {
  const made = before.layer(value);
  if (!before.isReadOnce(value)) return undefined;
  const channels = value.shape[0] ?? 0;
  const fits = count === -1 || count === channels;
  if (!fits) return undefined;
  if (made.kind === 'batchNorm2d') return made;
  if ((made.kind !== 'linear' && made.kind !== 'conv2d') || made.attributes.bias) return undefined;
  return made.kind === 'linear'
    ? { kind: 'linear', attributes: { ...made.attributes, bias: true } }
    : { kind: 'conv2d', attributes: { ...made.attributes, bias: true } };
}
