import type { LayerAttributes, Shape } from '../../model/layer';
import { pooledRest } from '../../model/windows';
import { int, ints, valueOf, type NodeCall } from './nodeCall';
import type { Made } from './operations';
import { roundedWindow, roundsUp } from './windows';

/** What an average pool over an image is here, or half a sentence about why it can't be shown. */
export function averagePoolOf(call: NodeCall): Made | string {
  const input = valueOf(call)?.shape ?? [];
  const output = averagingSize(call, input);
  if (output !== undefined) return { kind: 'adaptiveAvgPool2d', attributes: { output } };
  const window = averagingWindow(call, input);
  return typeof window === 'string' ? window : { kind: 'avgPool2d', attributes: window };
}

/** Cells along a side, where an average pool's windows are equal shares of the image; one that would round up is none of shares. */
function averagingSize(call: NodeCall, [, height = 0, width = 0]: Shape): number | undefined {
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
function averagingWindow(call: NodeCall, input: Shape): LayerAttributes['avgPool2d'] | string {
  const window = roundedWindow(call, ints(call, 'kernel_shape') ?? []);
  if (typeof window === 'string') return window;
  const { kernel, stride, padding } = window;
  if (padding > 0) return 'it averages over padding too';
  if (input.slice(1).every((size) => pooledRest(size, { kernel, stride }) === 0)) return { kernel, stride };
  if (!roundsUp(call)) return 'it leaves out a rest of the image';
  return int(call, 'count_include_pad', 0) === 0 ? { kernel, stride } : 'it counts what is beyond the image';
}
