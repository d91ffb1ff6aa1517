/** Sizes of the last axis, the channels, before those of the others. */
export function channelsInFront(sizes: readonly number[]): readonly number[] {
  return [...sizes.slice(-1), ...sizes.slice(0, -1)];
}

/** Where the axes N, H, W, C stand in N, C, H, W. */
export const fromLast: readonly number[] = [0, 2, 3, 1];

/** The order of N, C, H, W that TensorFlow has of H, W, C, counted from 1 on. */
export function permutation(dims: readonly number[], isChannelsFirst: boolean): readonly number[] {
  return [0, ...(isChannelsFirst ? dims : channelsInFront(dims).map((axis) => fromLast[axis] ?? -1))];
}
