import { attribute, type GraphAttribute } from '../graph/graph';
import { channelsInFront } from './channelOrder';
import type { TfCall } from './tfCall';

/** Of an attribute with a number for each axis, those of height and width. */
export function spatial(call: TfCall, name: string): readonly number[] {
  const sizes = call.ints(name) ?? [1, 1, 1, 1];
  return call.isChannelsFirst ? sizes.slice(2) : sizes.slice(1, 3);
}

/** "same", none, or pixels on each side. */
export function padding(call: TfCall): GraphAttribute {
  const how = call.node.attr['padding']?.s;
  if (how === 'EXPLICIT') return attribute('pads', { ints: explicitSides(call) });
  return attribute('auto_pad', { text: how === 'SAME' ? 'SAME_UPPER' : 'VALID' });
}

export function pooling(call: TfCall): readonly GraphAttribute[] {
  const kernel = attribute('kernel_shape', { ints: spatial(call, 'ksize') });
  return [kernel, attribute('strides', { ints: spatial(call, 'strides') }), padding(call)];
}

/** Two numbers for each axis as two for the image's rows and columns: begins, then ends. */
function explicitSides(call: TfCall): readonly number[] {
  const [begins, ends] = onAxes(call, call.ints('explicit_paddings') ?? []);
  return [...begins.slice(2), ...ends.slice(2)];
}

/** Pairs of numbers, one pair an axis, as N, C, H, W: all first ones, then all second ones. */
export function onAxes(
  { isChannelsFirst }: Pick<TfCall, 'isChannelsFirst'>,
  pairs: readonly number[],
): readonly [begins: readonly number[], ends: readonly number[]] {
  const ordered = (odd: number): readonly number[] => {
    const [images = 0, ...others] = pairs.filter((_, at) => at % 2 === odd);
    return [images, ...(isChannelsFirst ? others : channelsInFront(others))];
  };
  return [ordered(0), ordered(1)];
}
