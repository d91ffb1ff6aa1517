import type { GraphBuilder, Tensor } from '../graph/graphBuilder';
import { elementwise, transpose } from '../graph/operations';

/**
 * The order of an image's axes. `nhwc` is what TensorFlow's convolutions take; in `hwnc` a position's pixels of all images lie
 * together, so that whatever combines positions is a product of matrices. The channels are last in both.
 */
export type Layout = 'nhwc' | 'hwnc';

/** A layer's output, or the loss's gradient by it; vectors are [N, C] in either layout. */
export interface Activation {
  readonly tensor: Tensor;
  readonly layout: Layout;
}

/** Where height and width are among the axes. */
export const spatialAxes: Readonly<Record<Layout, readonly [number, number]>> = { nhwc: [1, 2], hwnc: [0, 1] };

const permutations: Readonly<Record<Layout, readonly number[]>> = { nhwc: [2, 0, 1, 3], hwnc: [1, 2, 0, 3] };

/** The same image in another layout. */
export function inLayout(graph: GraphBuilder, activation: Activation, layout: Layout): Tensor {
  if (activation.layout === layout) return activation.tensor;
  return transpose(graph, activation.tensor, permutations[layout]);
}

/** Sizes in a layout, with [batch, channels, height, width] given. */
export function sizesIn(
  layout: Layout,
  { batch, channels, height, width }: ImageSizes,
): readonly [number, number, number, number] {
  return layout === 'nhwc' ? [batch, height, width, channels] : [height, width, batch, channels];
}

export interface ImageSizes {
  readonly batch: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** For each axis of a layout: `[0, 0]`, and the given sides where it is height or width. */
export function spatialSides(layout: Layout, sides: readonly [number, number]): (readonly [number, number])[] {
  return [0, 1, 2, 3].map((axis) => (spatialAxes[layout].includes(axis) ? sides : [0, 0]));
}

/** Adds up what arrives at one place of the network, in the layout of the first. */
export function addActivations(graph: GraphBuilder, activations: readonly Activation[]): Activation {
  const [first] = activations;
  if (first === undefined) throw new RangeError('There is nothing to add up.');
  const tensors = activations.map((activation) => inLayout(graph, activation, first.layout));
  const sum = tensors.slice(1).reduce((total, tensor) => elementwise(graph, 'AddV2', [total, tensor]), first.tensor);
  return { tensor: sum, layout: first.layout };
}
