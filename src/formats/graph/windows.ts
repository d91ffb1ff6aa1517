import type { Shape } from '../../model/layer';
import { int, ints, text, valueOf, type NodeCall } from './nodeCall';
import type { Sides } from './operand';

interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

/** A window with equal padding; `isUneven` where the file's own is not equal, yet gives the same shape. */
export interface FoundWindow {
  readonly window: Window;
  readonly sides: Sides;
  readonly isUneven: boolean;
}

/** Kernel, stride and padding of an operation with a window, or half a sentence about why it can't be shown. */
export function windowOf(call: NodeCall, kernelShape: Shape): FoundWindow | string {
  return roundsUp(call) ? 'it rounds its size up' : roundedWindow(call, kernelShape);
}

/** Whether a rest of the image gets a window of its own. */
export function roundsUp(call: NodeCall): boolean {
  return int(call, 'ceil_mode', 0) !== 0;
}

/** The same, whichever way the size is rounded. */
export function roundedWindow(call: NodeCall, kernelShape: Shape): FoundWindow | string {
  const kernel = common(kernelShape);
  const stride = common(ints(call, 'strides') ?? [1, 1]);
  if (kernelShape.length !== 2 || kernel === undefined || stride === undefined) return 'its window is not square';
  if (kernel < 1 || stride < 1) return 'its window is empty';
  if (common(ints(call, 'dilations') ?? [1]) !== 1) return 'it is dilated';
  const sides = sidesOf(call, { kernel, stride });
  if (sides === undefined) return 'its padding is none of an image';
  const padding = equalPadding(call, sides, { kernel, stride });
  if (padding === undefined) return 'its padding is not the same on all sides';
  return { window: { kernel, stride, padding }, sides, isUneven: common(sides) === undefined };
}

type Step = Omit<Window, 'padding'>;

/** What is put around the image, by the operation itself and by one before it. */
function sidesOf(call: NodeCall, step: Step): Sides | undefined {
  const { half } = valueOf(call) ?? {};
  const before = half?.kind === 'padded' ? half.sides : noSides;
  const own = ownSides(call, step, before);
  if (own?.length !== 4) return undefined;
  const sides = own.map((size, at) => size + (before[at] ?? 0));
  return sides.every((size) => Number.isSafeInteger(size) && size >= 0) ? (sides as unknown as Sides) : undefined; // four of them
}

const noSides: Sides = [0, 0, 0, 0];

function ownSides(call: NodeCall, step: Step, [top, left, bottom, right]: Sides): readonly number[] | undefined {
  const automatic = text(call, 'auto_pad') ?? 'NOTSET';
  if (automatic === 'VALID') return noSides;
  if (automatic === 'NOTSET') return ints(call, 'pads') ?? noSides;
  const [, height = 0, width = 0] = valueOf(call)?.shape ?? [];
  const rows = samePadding(height + top + bottom, step);
  const columns = samePadding(width + left + right, step);
  const [less, more] = [[rows, columns].map((size) => Math.floor(size / 2)), [rows, columns].map((size) => Math.ceil(size / 2))]; // prettier-ignore
  return automatic === 'SAME_LOWER' ? [...more, ...less] : [...less, ...more];
}

/** Pixels in all that TensorFlow's "same" adds in one direction. */
function samePadding(size: number, { kernel, stride }: Step): number {
  return Math.max(0, (Math.ceil(size / stride) - 1) * stride + kernel - size);
}

/** The padding that gives the same shape from all four sides alike. */
function equalPadding(call: NodeCall, sides: Sides, { kernel, stride }: Step): number | undefined {
  const [top, left, bottom, right] = sides;
  const [, ...sizes] = valueOf(call)?.shape ?? [];
  const totals = [top + bottom, left + right];
  const cells = (size: number, total: number): number => Math.floor((size + total - kernel) / stride);
  const fits = (padding: number): boolean =>
    sizes.every((size, at) => cells(size, 2 * padding) === cells(size, totals[at] ?? 0));
  return common(sides) ?? totals.flatMap((total) => [Math.ceil(total / 2), Math.floor(total / 2)]).find(fits);
}

function common(values: readonly number[]): number | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}

/** Whether "same" padding adds anything, in whichever direction. */
export function isPaddedBySame(call: NodeCall, sizes: Shape): boolean {
  const kernels = ints(call, 'kernel_shape') ?? [];
  const strides = ints(call, 'strides') ?? [];
  const isSame = text(call, 'auto_pad')?.startsWith('SAME') === true;
  const padded = (size: number, at: number): number =>
    samePadding(size, { kernel: kernels[at] ?? 1, stride: strides[at] ?? 1 });
  return isSame && sizes.some((size, at) => padded(size, at) !== 0);
}
