import { extent, type LineValues, type ValueRange } from './extent';

/** What an axis has to hold, and how. */
export interface Fit {
  /** Values of steps by line, of which a few may leave the axis. */
  readonly steps: readonly LineValues[];
  /** Values that must be seen, whatever they are. */
  readonly points: readonly number[];
  readonly log: boolean;
  /** Whether 0 is on a linear axis in any case; left out: only where it fits. */
  readonly fromZero?: boolean;
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
  const usable = (value: number): boolean => Number.isFinite(value) && (!fit.log || value > 0);
  const points = fit.points.filter(usable);
  const all = extent([...fit.steps, points], usable);
  if (all === undefined) return undefined;
  if (fit.log) return logMargin(all);
  const sorted = sampled(fit.steps, usable).sort();
  const cut = Math.floor(sorted.length * outliers);
  const usual = joined(endsOf(sorted, cut), extent([points])) ?? all;
  const fitted = linearMargin(withNearOutliers(usual, all), fit);
  return fit.fromZero === true ? [Math.min(0, fitted[0]), Math.max(0, fitted[1])] : fitted;
}

/** Enough values to tell which of them are outliers, evenly chosen. */
function sampled(lines: readonly LineValues[], usable: (value: number) => boolean): Float64Array {
  const every = Math.ceil(lines.reduce((sum, { length }) => sum + length, 0) / 4096);
  const chosen: number[] = [];
  let next = 0;
  for (const values of lines) {
    for (; next < values.length; next += every) {
      const value = values[next] ?? null;
      if (value !== null && usable(value)) chosen.push(value);
    }
    next -= values.length;
  }
  return Float64Array.from(chosen);
}

/** The first and the last of sorted values without so many at either end. */
function endsOf(sorted: Float64Array, cut: number): ValueRange | undefined {
  const [low, high] = [sorted[cut], sorted[sorted.length - 1 - cut]];
  return low === undefined || high === undefined ? undefined : [low, high];
}

function joined(one: ValueRange | undefined, other: ValueRange | undefined): ValueRange | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return [Math.min(one[0], other[0]), Math.max(one[1], other[1])];
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
