import type { LayerAttributes, Shape } from '../../model/layer';
import { pooledRest } from '../../model/windows';
import { int, ints, text, type NodeCall } from './nodeCall';

interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

/** Kernel, stride and padding of an operation with a window, or half a sentence about why it can't be shown. */
export function windowOf(call: NodeCall, kernelShape: Shape): Window | string {
  return roundsUp(call) ? 'it rounds its size up' : roundedWindow(call, kernelShape);
}

function roundsUp(call: NodeCall): boolean {
  return int(call, 'ceil_mode', 0) !== 0;
}

/** The same, whichever way the size is rounded. */
function roundedWindow(call: NodeCall, kernelShape: Shape): Window | string {
  const kernel = common(kernelShape);
  const stride = common(ints(call, 'strides') ?? [1, 1]);
  if (kernelShape.length !== 2 || kernel === undefined || stride === undefined) return 'its window is not square';
  if (kernel < 1 || stride < 1) return 'its window is empty';
  if (common(ints(call, 'dilations') ?? [1]) !== 1) return 'it is dilated';
  const padding = paddingOf(call, { kernel, stride });
  if (padding === undefined || padding < 0) return 'its padding is not the same on all sides';
  return { kernel, stride, padding };
}

function paddingOf(call: NodeCall, { kernel, stride }: Omit<Window, 'padding'>): number | undefined {
  const automatic = text(call, 'auto_pad') ?? 'NOTSET';
  if (automatic === 'NOTSET') return common(ints(call, 'pads') ?? [0]);
  if (automatic === 'VALID') return 0;
  return stride === 1 && kernel % 2 === 1 ? (kernel - 1) / 2 : undefined; // else it depends on the image's size
}

function common(values: readonly number[]): number | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}

/** Cells along a side, where an average pool's windows are equal shares of the image; one that would round up is none of shares. */
export function averagingSize(call: NodeCall, [, height = 0, width = 0]: Shape): number | undefined {
  const [rows = 0, columns = 0] = ints(call, 'kernel_shape') ?? [];
  const [down = 1, right = 1] = ints(call, 'strides') ?? [];
  const isPadded = (ints(call, 'pads') ?? []).some((size) => size !== 0);
  if (rows < 1 || columns < 1 || height < rows || isPadded || roundsUp(call)) return undefined;
  const cells = Math.floor((height - rows) / down) + 1;
  const isOne = rows === height && columns === width;
  const isEven = rows === down && columns === right && height % rows === 0 && width % columns === 0;
  return isOne || (isEven && width / columns === cells) ? cells : undefined;
}

/** An average pool whose windows are cut at the edge, or half a sentence about why it can't be shown. */
export function averagingWindow(call: NodeCall, input: Shape): LayerAttributes['avgPool2d'] | string {
  const window = roundedWindow(call, ints(call, 'kernel_shape') ?? []);
  if (typeof window === 'string') return window;
  const { kernel, stride, padding } = window;
  if (padding > 0) return 'it averages over padding too';
  if (input.slice(1).every((size) => pooledRest(size, { kernel, stride }) === 0)) return { kernel, stride };
  if (!roundsUp(call)) return 'it leaves out a rest of the image';
  return int(call, 'count_include_pad', 0) === 0 ? { kernel, stride } : 'it counts what is beyond the image';
}
