/** Neighbouring steps together: what a chart of few pixels can tell of a long series without losing a spike. */
export interface Bin {
  /** The middle of its steps, which count from 1. */
  readonly step: number;
  readonly low: number;
  readonly mean: number;
  readonly high: number;
}

/** A series of one value a step in at most so many bins of equally many steps; values that are not finite are passed over. */
export function binned(values: Float32Array, most: number): readonly Bin[] {
  const size = Math.max(1, Math.ceil(values.length / most));
  const starts = Array.from({ length: Math.ceil(values.length / size) }, (_, index) => index * size);
  return starts.flatMap((start) => {
    const part = values.subarray(start, start + size).filter((value) => Number.isFinite(value));
    if (part.length === 0) return [];
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
    const middle = (start + 1 + Math.min(values.length, start + size)) / 2;
    return [{ step: middle, low: Math.min(...part), mean, high: Math.max(...part) }];
  });
}
