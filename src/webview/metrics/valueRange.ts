/** The ends of a value axis. */
export type ValueRange = readonly [low: number, high: number];

/** What an axis has to hold, and how. */
export interface Fit {
  /** Values of steps, of which a few may leave the axis. */
  readonly steps: readonly (number | null)[];
  /** Values that must be seen, whatever they are. */
  readonly points: readonly number[];
  readonly log: boolean;
  /** Values beyond these don't exist. */
  readonly bounds: ValueRange;
  /** The shortest linear axis, as part of its values. */
  readonly leastSpan: number;
}

/** Part of the steps at either end that may leave the axis if it keeps the others from being seen. */
const outliers = 0.02;

/** How far outliers may lengthen the axis at one end before they are cut off, as part of the axis without them. */
const tolerated = 0.5;

/** Room above and below, as part of the axis. */
const margin = 0.06;

/**
 * An axis that fits the data and nothing else. A few outliers, such as the first losses of a run, don't press the rest
 * flat: they leave the axis on a linear scale; on a logarithmic one all positive values have their place.
 */
export function fitRange(fit: Fit): ValueRange | undefined {
  const usable = (value: number | null): value is number =>
    value !== null && Number.isFinite(value) && (!fit.log || value > 0);
  const drawn = Float64Array.from(fit.steps.filter(usable)).sort();
  const points = fit.points.filter(usable);
  const all = extent(drawn, points);
  if (all === undefined) return undefined;
  if (fit.log) return logMargin(all);
  const cut = Math.floor(drawn.length * outliers);
  const usual = extent(drawn.subarray(cut, drawn.length - cut), points) ?? all;
  return linearMargin(withNearOutliers(usual, all), fit);
}

function extent(sorted: Float64Array, points: readonly number[]): ValueRange | undefined {
  const ends = [...points, ...sorted.subarray(0, 1), ...sorted.subarray(-1)];
  return ends.length === 0 ? undefined : [Math.min(...ends), Math.max(...ends)];
}

function linearMargin([low, high]: ValueRange, { bounds, leastSpan }: Fit): ValueRange {
  const middle = (low + high) / 2;
  const half = Math.max((0.5 + margin) * (high - low), 0.5 * leastSpan * Math.abs(middle)) || 0.5;
  return [Math.max(bounds[0], middle - half), Math.min(bounds[1], middle + half)];
}

function logMargin([low, high]: ValueRange): ValueRange {
  const factor = high === low ? 2 : (high / low) ** margin;
  return [low / factor, high * factor];
}

function withNearOutliers([low, high]: ValueRange, [least, greatest]: ValueRange): ValueRange {
  const reach = tolerated * (high - low);
  return [low - least <= reach ? least : low, greatest - high <= reach ? greatest : high];
}
