/** The ends of a value axis. */
export type ValueRange = readonly [low: number, high: number];

/** Values of one line; null where it has a gap. */
export type LineValues = readonly (number | null)[];

/** The least and the greatest of all values that are wanted, of which there may be too many to be put into one list in each frame. */
export function extent(lines: readonly LineValues[], wanted: Wanted = () => true): ValueRange | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of lines) [low, high] = widened([low, high], values, wanted);
  return low > high ? undefined : [low, high];
}

type Wanted = (value: number) => boolean;

function widened([low, high]: ValueRange, values: LineValues, wanted: Wanted): ValueRange {
  for (const value of values) {
    if (value === null || (value >= low && value <= high) || !wanted(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}
