/** The values at the palette's two ends, both positive. */
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

/** The ends moved outwards to 1, 2 or 5 times a power of ten, and at least a factor of ten apart. */
export function roundedRange({ low, high }: Range): Range {
  const floor = step(low, 'down');
  const ceiling = step(high, 'up');
  return { low: floor, high: Math.max(ceiling, floor * 10) };
}

/** 0…1 on the logarithmic scale, ends included; nothing for values that have no logarithm. */
export function position(value: number, { low, high }: Range): number | undefined {
  if (!(value > 0) || !Number.isFinite(value)) return undefined;
  return Math.min(1, Math.max(0, Math.log(value / low) / Math.log(high / low)));
}

function step(value: number, direction: 'up' | 'down'): number {
  const exponent = Math.floor(Math.log10(value));
  const steps = [1, 2, 5, 10].map((digit) => Number(`${digit}e${exponent}`));
  const found = direction === 'up' ? steps.find((some) => some >= value) : steps.findLast((some) => some <= value);
  return found ?? Number(`1e${exponent}`);
}
