import { median, rounded } from './measure';

/** Median and 95th percentile of ms from frame to frame, as a table's columns. */
export function frameTimes(intervals: readonly number[]): Readonly<Record<'frame, median' | 'frame, 95 %', number>> {
  return { 'frame, median': rounded(median(intervals), 1), 'frame, 95 %': rounded(percentile(intervals, 0.95), 1) };
}

/** The value that so large a part (0…1) of the values does not exceed. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}

/** Runs in a page that does nothing else: ms from frame to frame, the least that the browser and the machine allow. */
export async function framesOfRest(count: number): Promise<readonly number[]> {
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const times = [await frame()];
  for (let index = 0; index < count; index++) times.push(await frame());
  return times.slice(1).map((time, index) => time - (times[index] ?? Number.NaN));
}
