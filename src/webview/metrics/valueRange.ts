import { extent, type ValueRange } from './extent';

/** What an axis has to hold, and how. */
export interface Fit {
  /** Values of steps, of which a few may leave the axis. */
  readonly steps: readonly (number | null)[];
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
  const usable = (value: number | null): value is number =>
    value !== null && Number.isFinite(value) && (!fit.log || value > 0);
  const drawn = fit.steps.filter(usable);
  const points = fit.points.filter(usable);
  const all = extent([...drawn, ...points]);
  if (all === undefined) return undefined;
  if (fit.log) return logMargin(all);
  const sorted = sampled(drawn).sort();
  const cut = Math.floor(sorted.length * outliers);
  const usual = extent([...sorted.subarray(cut, sorted.length - cut), ...points]) ?? all;
  const fitted = linearMargin(withNearOutliers(usual, all), fit);
  return fit.fromZero === true ? [Math.min(0, fitted[0]), Math.max(0, fitted[1])] : fitted;
}

/** Enough values to tell which of them are outliers, evenly chosen. */
function sampled(values: readonly number[]): Float64Array {
  const every = Math.ceil(values.length / 4096);
  return Float64Array.from(values.filter((_, index) => index % every === 0));
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
