import type { Shape } from '../../model/layer';
import { transposed as turned } from './averaging';
import { constantAt, ints, numbersAt, type NodeCall } from './nodeCall';
import { unread, type Constant, type Operand } from './operand';
import { maxNumbers, type GraphTensor } from './graph';

/** A constant whose numbers are known. */
interface Known {
  readonly dims: Shape;
  readonly numbers: readonly number[];
}

type Folding = (call: NodeCall) => Known | undefined;

/** Operations by which exporters compute shapes and paddings out of constants. */
const foldings: Readonly<Record<string, Folding>> = {
  Constant: constant,
  ConstantOfShape: (call) => filled(numbersAt(call, 0), call),
  Shape: shape,
  Identity: (call) => known(constantAt(call, 0)),
  Cast: (call) => known(constantAt(call, 0)),
  Unsqueeze: (call) => row(numbersAt(call, 0)),
  Squeeze: (call) => known(constantAt(call, 0)),
  Concat: (call) => {
    const parts = call.operands.map((_, at) => numbersAt(call, at));
    return parts.some((part) => part === undefined) ? undefined : row(parts.flatMap((part) => part ?? []));
  },
  Gather: (call) => {
    const [from, at] = [numbersAt(call, 0), numbersAt(call, 1)];
    const picked = at?.map((index) => from?.at(index));
    return picked?.every((value) => value !== undefined) === true ? row(picked) : undefined;
  },
  Add: arithmetic((a, b) => a + b),
  Sub: arithmetic((a, b) => a - b),
  Mul: arithmetic((a, b) => a * b),
  Reshape: reshaped,
  Slice: sliced,
  Transpose: transposed,
};

export const foldedOperations: ReadonlySet<string> = new Set(Object.keys(foldings));

/** What an operation on constants gives, if it is one that is known. */
export function foldConstant(call: NodeCall): Operand {
  const { opType } = call.node;
  if (call.operands.length === 1 && (opType === 'Identity' || opType === 'Cast')) return call.operands[0] ?? unread;
  const found = Object.hasOwn(foldings, opType) ? foldings[opType]?.(call) : undefined;
  return found === undefined || found.numbers.length > maxNumbers ? unreadOf(call) : { type: 'constant', ...found };
}

/** Weights that are turned keep their sizes. */
function unreadOf(call: NodeCall): Constant {
  const dims = constantAt(call, 0)?.dims ?? [];
  const isTurned = call.node.opType === 'Transpose' && dims.length === 2;
  return isTurned ? { ...unread, dims: dims.toReversed() } : unread;
}

function known(constant: Constant | GraphTensor | undefined): Known | undefined {
  return constant?.numbers === undefined ? undefined : { dims: constant.dims, numbers: constant.numbers };
}

function row(numbers: readonly number[] | undefined): Known | undefined {
  return numbers === undefined ? undefined : { dims: [numbers.length], numbers };
}

function constant({ node }: NodeCall): Known | undefined {
  const [value] = node.attribute;
  if (value === undefined) return undefined;
  if (value.tensor !== undefined) return known(value.tensor);
  const numbers = value.ints.length > 0 ? value.ints : value.floats;
  if (numbers.length > 0) return row(numbers);
  return { dims: [], numbers: [value.name === 'value_float' ? value.f : value.i] };
}

function filled(sizes: readonly number[] | undefined, { node }: NodeCall): Known | undefined {
  const [count = 0] = sizes ?? [];
  if (sizes?.length !== 1 || count < 0 || count > maxNumbers) return undefined;
  const tensor = node.attribute.find((each) => each.tensor !== undefined)?.tensor;
  const fill = (tensor === undefined ? [0] : tensor.numbers)?.[0];
  return fill === undefined ? undefined : row(new Array<number>(count).fill(fill));
}

/** The batch's size is 0, by which a Reshape takes over what is there. */
function shape({ operands: [operand] }: NodeCall): Known | undefined {
  if (operand?.type === 'value') return row([0, ...operand.shape]);
  return operand?.type === 'constant' ? row(operand.dims) : undefined;
}

/** Of a number and as many others as there are, or of equally many. */
function arithmetic(operation: (a: number, b: number) => number): Folding {
  return (call) => {
    const [left, right] = [known(constantAt(call, 0)), known(constantAt(call, 1))];
    if (left === undefined || right === undefined) return undefined;
    const [many, few] = left.numbers.length >= right.numbers.length ? [left, right] : [right, left];
    if (few.numbers.length !== 1 && few.numbers.length !== many.numbers.length) return undefined;
    const at = ({ numbers }: Known, index: number): number => numbers[numbers.length === 1 ? 0 : index] ?? 0;
    return { dims: many.dims, numbers: many.numbers.map((_, index) => operation(at(left, index), at(right, index))) };
  };
}

function reshaped(call: NodeCall): Known | undefined {
  const numbers = numbersAt(call, 0);
  const sizes = numbersAt(call, 1);
  if (numbers === undefined || sizes === undefined) return undefined;
  const others = sizes.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
  return { dims: sizes.map((size) => (size === -1 ? numbers.length / others : size)), numbers };
}

/** Whole rows, forwards or backwards. */
function sliced(call: NodeCall): Known | undefined {
  const data = known(constantAt(call, 0));
  const [[start], [end], [axis = 0], [step = 1]] = [1, 2, 3, 4].map((at) => numbersAt(call, at) ?? []) as [number[], number[], number[], number[]]; // prettier-ignore
  const [count = 0, ...inner] = data?.dims ?? [];
  if (data === undefined || start === undefined || end === undefined || axis !== 0 || Math.abs(step) !== 1)
    return undefined;
  const size = inner.reduce((product, each) => product * each, 1);
  const rows = Array.from({ length: count }, (_, index) => data.numbers.slice(index * size, (index + 1) * size));
  const place = (index: number): number => Math.min(Math.max(index < 0 ? index + count : index, -1), count);
  const chosen =
    step === 1
      ? rows.slice(Math.max(0, place(start)), Math.max(0, place(end)))
      : backwards(rows, place(start), place(end));
  return { dims: [chosen.length, ...inner], numbers: chosen.flat() };
}

function backwards<T>(rows: readonly T[], from: number, to: number): T[] {
  return rows.filter((_, index) => index <= from && index > to).toReversed();
}

function transposed(call: NodeCall): Known | undefined {
  const data = known(constantAt(call, 0));
  const order = ints(call, 'perm') ?? [1, 0];
  if (data?.dims.length !== 2 || order.join() !== '1,0') return undefined;
  return turned(data);
}
