/** The values at the palette's two ends; both positive on a logarithmic scale. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** How much of the way a range narrows towards the newest values with each update: slowly, so that the legend stays calm. */
const narrowing = 0.03;

/** The smallest and largest positive value, or nothing if there is none. */
export function extent(values: readonly number[]): Range | undefined {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  if (positive.length === 0) return undefined;
  return { low: Math.min(...positive), high: Math.max(...positive) };
}

/** The range after an update: wide enough at once, narrower only little by little. */
export function nextRange(before: Range | undefined, now: Range | undefined): Range | undefined {
  if (before === undefined || now === undefined) return now ?? before;
  const towards = (from: number, to: number): number => from * (to / from) ** narrowing;
  return {
    low: Math.min(now.low, towards(before.low, now.low)),
    high: Math.max(now.high, towards(before.high, now.high)),
  };
}

/** The range over two, or the one that there is. */
export function spanOf(a: Range | undefined, b: Range | undefined): Range | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}

/** How values become colours. */
export const scaleKinds = ['log', 'linear'] as const;

export type ScaleKind = (typeof scaleKinds)[number];

interface TintScale {
  /** In the legend. */
  readonly words: string;
  /** The automatic range that holds the values from `low` to `high`, with round ends. */
  readonly rounded: (exact: Range) => Range;
  /** 0…1, ends included; nothing for values that the scale has no place for. */
  readonly position: (value: number, range: Range) => number | undefined;
  /** What is wrong with a range that a user gives, in a sentence. */
  readonly problem: (range: Range) => string | undefined;
}

/** One row a kind. */
export const tintScales: Readonly<Record<ScaleKind, TintScale>> = {
  log: {
    words: 'log scale',
    rounded: ({ low, high }) => {
      const floor = step(low, 'down');
      return { low: floor, high: Math.max(step(high, 'up'), floor * 10) };
    },
    position: (value, { low, high }) =>
      value > 0 && Number.isFinite(value) ? clamped(Math.log(value / low) / Math.log(high / low)) : undefined,
    problem: (range) =>
      range.low > 0 ? orderProblem(range) : 'The lowest value of a log scale must be a number above 0.',
  },
  linear: {
    words: 'linear scale',
    rounded: ({ high }) => ({ low: 0, high: step(high, 'up') }),
    position: (value, { low, high }) => (Number.isFinite(value) ? clamped((value - low) / (high - low)) : undefined),
    problem: orderProblem,
  },
};

function orderProblem({ low, high }: Range): string | undefined {
  const sound = Number.isFinite(low) && Number.isFinite(high) && low < high;
  return sound ? undefined : 'A fixed scale needs two numbers, the lower one first.';
}

function clamped(position: number): number {
  return Math.min(1, Math.max(0, position));
}

function step(value: number, direction: 'up' | 'down'): number {
  const exponent = Math.floor(Math.log10(value));
  const steps = [1, 2, 5, 10].map((digit) => Number(`${digit}e${exponent}`));
  const found = direction === 'up' ? steps.find((some) => some >= value) : steps.findLast((some) => some <= value);
  return found ?? Number(`1e${exponent}`);
}
