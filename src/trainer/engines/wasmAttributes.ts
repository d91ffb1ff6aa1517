import * as z from 'zod';

const pair = z.tuple([z.number(), z.number()]);

/** What TensorFlow.js hands to the kernels of convolutions and poolings alike. */
export const windowAttributes = {
  strides: z.union([z.number(), pair]),
  pad: z.union([z.enum(['valid', 'same']), z.number(), z.tuple([pair, pair, pair, pair])]),
  dimRoundingMode: z.enum(['floor', 'round', 'ceil']).optional(),
};

/** The four lengths of a batch of images or of a filter. */
export function fourOf(shape: readonly number[]): [number, number, number, number] {
  const [a, b, c, d] = shape;
  if (a === undefined || b === undefined || c === undefined || d === undefined || shape.length > 4)
    throw new Error(`A tensor of rank 4 is needed here, not of shape [${shape.join(', ')}].`);
  return [a, b, c, d];
}
