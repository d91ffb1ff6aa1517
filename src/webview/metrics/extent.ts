/** The ends of a value axis. */
export type ValueRange = readonly [low: number, high: number];

/** The least and the greatest of the values, of which there may be too many for `Math.min`; nulls are passed over. */
export function extent(values: readonly (number | null)[]): ValueRange | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === null) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? undefined : [low, high];
}
