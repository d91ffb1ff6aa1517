import type { LayerAttributes, Shape } from '../../model/layer';
import { pooledRest } from '../../model/windows';
import { int, ints, text, valueOf, type NodeCall } from './nodeCall';
import type { Made } from './step';
import { isPaddedBySame, roundedWindow, roundsUp } from './windows';

/**
 * What an average pool over an image is here, or half a sentence about why it can't be shown: of TensorFlow's, which has no pools by
 * their output's size, only one over the whole image is of shares.
 */
export function averagePoolOf(call: NodeCall): Made | string {
  const input = valueOf(call)?.shape ?? [];
  const output = averagingSize(call, input);
  const isOfShares = output === 1 || int(call, 'shares', 1) === 1;
  if (output !== undefined && isOfShares) return { kind: 'adaptiveAvgPool2d', attributes: { output } };
  const window = averagingWindow(call, input);
  return typeof window === 'string' ? window : { kind: 'avgPool2d', attributes: window };
}

/** Cells along a side, where an average pool's windows are equal shares of the image; one that would round up is none of shares. */
function averagingSize(call: NodeCall, [, height = 0, width = 0]: Shape): number | undefined {
  const [rows = 0, columns = 0] = ints(call, 'kernel_shape') ?? [];
  const [down = 1, right = 1] = ints(call, 'strides') ?? [];
  const isPadded = (ints(call, 'pads') ?? []).some((size) => size !== 0) || isPaddedBySame(call, [height, width]);
  if (rows < 1 || columns < 1 || height < rows || isPadded || roundsUp(call)) return undefined;
  const cells = Math.floor((height - rows) / down) + 1;
  const isOne = rows === height && columns === width;
  const isEven = rows === down && columns === right && height % rows === 0 && width % columns === 0;
  return isOne || (isEven && width / columns === cells) ? cells : undefined;
}

/** An average pool whose windows are cut at the edge, or half a sentence about why it can't be shown. */
function averagingWindow(call: NodeCall, input: Shape): LayerAttributes['avgPool2d'] | string {
  const found = roundedWindow(call, ints(call, 'kernel_shape') ?? []);
  if (typeof found === 'string') return found;
  const { kernel, stride } = found.window;
  const [top, left, bottom, right] = found.sides;
  // "Same" padding at the end alone is a window of the rest.
  const isCut = roundsUp(call) || (text(call, 'auto_pad') ?? '').startsWith('SAME');
  if (top + left > 0 || (bottom + right > 0 && (ints(call, 'pads') ?? []).length > 0)) return 'it averages over padding too'; // prettier-ignore
  if (input.slice(1).every((size) => pooledRest(size, { kernel, stride }) === 0)) return { kernel, stride };
  if (!isCut) return 'it leaves out a rest of the image';
  return int(call, 'count_include_pad', 0) === 0 ? { kernel, stride } : 'it counts what is beyond the image';
}
