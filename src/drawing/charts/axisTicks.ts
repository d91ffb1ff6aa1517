/** A logarithmic axis that is shorter than this many times its start gets evenly spaced ticks. */
const shortAxis = 4;

/** So far beyond an end, as part of the spacing, a tick is still at it. */
const rounding = 1e-9;

/** The leading digits that are labelled, from many to few. */
const digitSets = [[1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]] as const;

/** Ticks of a logarithmic axis: as many round values as have room, at least two where the axis allows. */
export function logTicks(low: number, high: number, room: number): number[] {
  if (high / low < shortAxis) return evenTicks(low, high, room);
  const sets = digitSets.map((digits) => roundValues({ low, high, digits }));
  const fitting = sets.find((ticks) => ticks.length <= room);
  if (fitting !== undefined) return fitting;
  const decades = sets.at(-1) ?? [];
  const every = Math.ceil(decades.length / Math.max(1, room));
  return decades.filter((_, index) => index % every === 0);
}

function roundValues({ low, high, digits }: LogTicks): number[] {
  const first = Math.floor(Math.log10(low));
  const decades = Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, index) => first + index);
  return decades
    .flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)))
    .filter((value) => value >= low && value <= high);
}

interface LogTicks {
  readonly low: number;
  readonly high: number;
  readonly digits: readonly number[];
}

/** Ticks of a linear axis: round values evenly spaced, as many as have room. */
export function evenTicks(low: number, high: number, room: number): number[] {
  const rough = (high - low) / Math.max(1, room);
  const power = Math.floor(Math.log10(rough));
  const digit = [1, 2, 5, 10].find((candidate) => candidate * 10 ** power >= rough) ?? 10;
  const first = Math.ceil(low / (digit * 10 ** power) - rounding);
  const last = Math.floor(high / (digit * 10 ** power) + rounding);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(`${(first + index) * digit}e${power}`));
}
