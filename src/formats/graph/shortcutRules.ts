import { ints, numbersAt, text, valueOf, type NodeCall } from './nodeCall';
import { whole, type Half, type Sides, type Value } from './operand';
import { unknown, type Before, type Step } from './step';

/** Every so many pixels, in one of two directions or in both. */
export function slice(call: NodeCall): Step {
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

function doneTo(half: Half | undefined, kind: 'rows' | 'columns'): number {
  return half?.kind === kind ? half.by : 1;
}

/** Zeros around the image, which belong to what comes next, or zero channels after the existing ones. */
export function pad(call: NodeCall, before: Before): Step {
  const value = valueOf(call);
  const given = ints(call, 'pads') ?? numbersAt(call, 1);
  if (value === undefined || given?.length !== 8 || !padsZeros(call)) return unknown;
  const [, , top = 0, left = 0, , extra = 0, bottom = 0, right = 0] = onAxes(given, value.half);
  const isBesides = given.filter((size) => size !== 0).length;
  if (isBesides === 0) return { same: value };
  if (isBesides === 1 && extra > 0) return padded(value, (value.shape[0] ?? 0) + extra, before);
  const sides: Sides = [top, left, bottom, right];
  const isAround = sides.filter((size) => size > 0).length === isBesides && value.shape.length === 3;
  if (!isAround || value.half !== undefined) return 'it pads other than the image or channels at the end';
  return { same: { ...value, half: { kind: 'padded', sides } } };
}

function padsZeros(call: NodeCall): boolean {
  const fill = call.operands[2] === undefined ? 0 : numbersAt(call, 2)?.[0];
  return fill === 0 && (text(call, 'mode') ?? 'constant') === 'constant' && call.operands[3] === undefined;
}

/** Begins and ends of the axes N, C, H, W, of which they may have been given in another order. */
function onAxes(pads: readonly number[], half: Half | undefined): readonly number[] {
  if (half?.kind !== 'permuted') return pads;
  const places = [...half.order, ...half.order.map((axis) => axis + 4)];
  return pads.map((_, axis) => pads[places.indexOf(axis)] ?? 0);
}

/** Axes in another order; two that cancel each other are nothing. */
export function permute(call: NodeCall): Step {
  const value = valueOf(call);
  const order = ints(call, 'order') ?? [];
  if (value?.shape.length !== 3 || order.toSorted().join() !== axes.join()) return unknown;
  const before = value.half?.kind === 'permuted' ? value.half.order : axes;
  const now = order.map((axis) => before[axis] ?? 0);
  if (now.join() === axes.join()) return { same: whole(value) };
  return { same: { ...value, half: { kind: 'permuted', order: now } } };
}

const axes: readonly number[] = [0, 1, 2, 3];

function padded(value: Value, outChannels: number, before: Before): Step {
  const made = before.layer(value);
  const takesBoth = made.kind === 'paddedIdentity' && before.isReadOnce(value);
  const isSubsampling = takesBoth && made.attributes.outChannels === before.inputShape(value)[0];
  if (isSubsampling)
    return { instead: { kind: 'paddedIdentity', attributes: { ...made.attributes, outChannels } }, of: value };
  return {
    layers: [{ kind: 'paddedIdentity', attributes: { stride: 1, outChannels } }],
    on: [value],
    ...(value.half === undefined ? {} : { half: value.half }),
  };
}
