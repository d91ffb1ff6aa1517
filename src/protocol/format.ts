import type { RunStart } from './run';
import type { RunState } from './viewContract';

/** What a run's state is called. */
export const stateNames: Readonly<Record<RunState, string>> = {
  starting: 'Starting',
  running: 'Running',
  paused: 'Paused',
  done: 'Finished',
  stopped: 'Stopped',
  failed: 'Failed',
};

/** Kept, since making one takes longer than many counts do. */
const counts = new Intl.NumberFormat('en-US');

/** `21,285,698`: a count, exact. */
export function exact(count: number): string {
  return counts.format(count);
}

/** What a way to carry out a step is called. */
export const stepNames: Readonly<Record<RunStart['step'], string>> = { compiled: 'one graph', eager: 'op by op' };

const prefixes = ['', 'k', 'M', 'G', 'T'];

/** `21.3 M`: a count in three digits. */
export function short(count: number): string {
  if (!Number.isFinite(count) || Math.abs(count) < 1000) return String(count);
  const rounded = Number(count.toPrecision(3)); // before the prefix is chosen: 999,999 is 1.00 M
  const power = Math.min(prefixes.length - 1, Math.floor(Math.log10(Math.abs(rounded)) / 3));
  const scaled = rounded / 1000 ** power;
  return `${Math.abs(scaled) < 1000 ? scaled.toPrecision(3) : exact(scaled)} ${prefixes[power] ?? ''}`;
}

/** `0.0123` or `3.1e-5`: a measured number in three digits; an en dash where there is none. */
export function measured(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e5 ? String(Number(value.toPrecision(3))) : value.toExponential(1);
}

/** `84.45 %`: two digits, since a test set of thousands tells them apart; an en dash where there is no fraction. */
export function percent(fraction: number): string {
  return Number.isFinite(fraction) ? `${percentNumber(fraction)} %` : '–';
}

/** `84.45`: a percentage where its sign stands elsewhere, as in a column's title. */
export function percentNumber(fraction: number): string {
  return Number.isFinite(fraction) ? (100 * fraction).toFixed(2) : '–';
}

/** `3.2 s`, `1 min 20 s` or `2 h 5 min`; an en dash where there is no time. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const tenths = seconds.toFixed(1);
  if (Number(tenths) < 10) return `${tenths} s`;
  const whole = Math.round(seconds); // before it is split: 119.6 s are 2 min 0 s
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
