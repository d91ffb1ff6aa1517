import { duration, exact } from '../../protocol/format';
import type { RunData } from './runData';

/** What the charts' horizontal axis may count, in the order of the choice. */
export const xUnitNames = ['steps', 'epochs', 'time'] as const;

export type XUnitName = (typeof xUnitNames)[number];

/** A way to place a run's steps on the horizontal axis. */
export interface XUnit {
  /** What the choice of axes calls it. */
  readonly title: string;
  /** Where a step (from 1) stands. */
  readonly placeOf: (run: RunData, step: number) => number;
  /** The step that stands at a place, or the first after it; beyond the run's ends there may be none. */
  readonly stepAt: (run: RunData, place: number) => number;
  /** The spacings of ticks that there may be; left out: any round one. */
  readonly spacings?: readonly number[];
  readonly formatTick: (place: number) => string;
  /** A place in the read-out. */
  readonly format: (run: RunData, step: number) => string;
}

const wholeSpacings = Array.from({ length: 9 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();

const clockSpacings = [
  ...[0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => 60 * minutes),
  ...[1, 2, 3, 6, 12, 24, 48, 96, 240, 480].map((hours) => 3600 * hours),
];

/** The units by name. */
export const xUnits: Readonly<Record<XUnitName, XUnit>> = {
  steps: {
    title: 'Steps',
    placeOf: (_run, step) => step,
    stepAt: (_run, place) => place,
    spacings: wholeSpacings,
    formatTick: (step) => (step < 10_000 ? exact(step) : `${exact(step / 1000)}k`),
    format: (run, step) => `epoch ${exact(run.epochOf(step))}`,
  },
  epochs: {
    title: 'Epochs',
    placeOf: (run, step) => step / run.stepsPerEpoch,
    stepAt: (run, place) => place * run.stepsPerEpoch,
    formatTick: (epoch) => String(Number(epoch.toPrecision(6))),
    format: (run, step) => `epoch ${exact(run.epochOf(step))}`,
  },
  time: {
    title: 'Wall time',
    placeOf: (run, step) => run.wallUntil(step),
    stepAt: (run, place) => run.stepAfter(place),
    spacings: clockSpacings,
    formatTick: clock,
    format: (run, step) => duration(run.wallUntil(step)),
  },
};

/** `0.5 s`, `45 s`, `2:30 min` or `1:15 h`. */
function clock(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toPrecision(3))} s`;
  const [whole, part] = seconds < 3600 ? [60, 1] : [3600, 60];
  const rest = Math.round((seconds % whole) / part);
  return `${Math.floor(seconds / whole)}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`} ${whole === 60 ? 'min' : 'h'}`;
}
