import type { Shape } from '../../model/layer';
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

/** Whether a rest of the image gets a window of its own. */
export function roundsUp(call: NodeCall): boolean {
  return int(call, 'ceil_mode', 0) !== 0;
}

/** The same, whichever way the size is rounded. */
export function roundedWindow(call: NodeCall, kernelShape: Shape): Window | string {
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
