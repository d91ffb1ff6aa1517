import { attribute } from '../graph/graph';
import { channelsInFront, fromLast, permutation } from './channelOrder';
import type { RowOperation } from './operationRow';
import { everySoMany } from './pixels';
import { makerOf, TfCall } from './tfCall';
import { moduleOf } from './tfNames';
import { onAxes, pooling, spatial } from './tfWindows';

/** A row, or half a sentence about why there is none. */
export type RowOrFault = readonly RowOperation[] | string;

export function mean(call: TfCall): RowOrFault {
  const axes = call.numbers(1);
  if (typeof axes === 'string') return axes;
  const keepdims = attribute('keepdims', { i: Number(call.node.attr['keep_dims']?.b === true) });
  const turned = axes.map((axis) => (axis < 0 ? axis + 4 : axis)).map((axis) => (call.isChannelsFirst ? axis : (fromLast[axis] ?? -1))); // prettier-ignore
  return [{ opType: 'ReduceMean', path: moduleOf(call.node.name), attribute: [attribute('axes', { ints: turned }), keepdims] }]; // prettier-ignore
}

export function pad(call: TfCall): RowOrFault {
  const pairs = call.numbers(1);
  if (typeof pairs === 'string') return pairs;
  const fill = call.input.length > 2 ? call.numbers(2) : [0];
  if (fill[0] !== 0) return 'it pads with something else than zeros';
  const ints = onAxes(call, pairs).flat();
  return [{ opType: 'Pad', path: moduleOf(call.node.name), attribute: [attribute('pads', { ints })] }];
}

/** Sizes that are computed from the batch's have only that unknown. */
export function reshape(call: TfCall): RowOrFault {
  const sizes = packedSizes(call) ?? call.numbers(1);
  if (typeof sizes === 'string') return sizes;
  const [images = -1, ...others] = sizes;
  const numbers = [images, ...(call.isChannelsFirst || others.length !== 3 ? others : channelsInFront(others))];
  return [{ opType: 'Reshape', path: moduleOf(call.node.name), constants: [{ dims: [numbers.length], numbers }] }];
}

/** Of a list whose first size is the batch's. */
function packedSizes({ input, graph }: TfCall): readonly number[] | undefined {
  const node = graph.nodes.get(makerOf(input[1] ?? ''));
  if (node?.op !== 'Pack' || node.input.length > 4) return undefined;
  const list = new TfCall(node, graph);
  const sizes = list.input.map((_, at) => (at === 0 ? [-1] : list.numbers(at)));
  return sizes.every((size) => typeof size !== 'string') ? sizes.flat() : undefined;
}

export function transpose(call: TfCall): RowOrFault {
  const order = call.numbers(1);
  if (typeof order === 'string') return order;
  const [images, ...others] = order;
  if (images !== 0) return 'it moves the images of a batch';
  const ints = permutation(others, call.isChannelsFirst);
  return [{ opType: 'Permute', path: moduleOf(call.node.name), attribute: [attribute('order', { ints })] }];
}

/** Masks of axes: a slice takes all of an axis where its bit of the first two is set, and none of the others may be. */
const otherMasks = ['ellipsis_mask', 'new_axis_mask', 'shrink_axis_mask'];

/** Every so many pixels of the whole image. */
export function stridedSlice(call: TfCall): RowOrFault {
  const [begins, steps] = [call.numbers(1), call.numbers(3)];
  if (typeof begins === 'string' || typeof steps === 'string') return String(begins);
  const mask = (name: string): number => call.node.attr[name]?.i ?? 0;
  const isFromFirst = begins.every((begin, at) => begin === 0 || (mask('begin_mask') & (1 << at)) !== 0);
  const isToLast = begins.every((_, at) => (mask('end_mask') & (1 << at)) !== 0);
  const [[images = 1, channels = 1, ...pixels]] = onAxes(call, steps.flatMap((step) => [step, 0])); // prettier-ignore
  const isWhole = isFromFirst && isToLast && otherMasks.every((name) => mask(name) === 0);
  if (!isWhole || pixels.length !== 2 || images * channels !== 1) return 'it takes a part of the image';
  return [everySoMany(pixels, moduleOf(call.node.name))];
}

/** Of single pixels it takes every so many of them. */
export function averagePool(call: TfCall): RowOrFault {
  const path = moduleOf(call.node.name);
  const steps = spatial(call, 'strides');
  const isOfPixels = spatial(call, 'ksize').every((size) => size === 1) && steps.some((size) => size !== 1);
  return [
    isOfPixels
      ? everySoMany(steps, path)
      : { opType: 'AveragePool', path, attribute: [...pooling(call), attribute('shares', { i: 0 })] },
  ];
}
