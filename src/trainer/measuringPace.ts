import type { TrainOptions } from '../protocol/run';

/** Decides which steps are measured. */
export interface Pace {
  /** Whether the step, counted from 1, that begins now is measured. */
  due(now: number, step: number): boolean;
  /** Learns from a step's time. */
  took(ms: number, measured: boolean): void;
}

/** The pace that a run asks for: every so many steps exactly, or as often as costs next to nothing. */
export function paceOf({ liveMetrics, metricsEvery }: Pick<TrainOptions, 'liveMetrics' | 'metricsEvery'>): Pace {
  if (metricsEvery === undefined) return new MeasuringPace(liveMetrics);
  return { due: (_, step) => liveMetrics && (step - 1) % metricsEvery === 0, took: () => undefined };
}

/** At most four measurements a second. */
const interval = 250;
/** At most this share of the time goes into them. */
const share = 0.03;

/** Decides which steps are measured, so that live metrics cost next to nothing; the first one always is. */
export class MeasuringPace implements Pace {
  #last = Number.NEGATIVE_INFINITY;
  #plain = Number.NaN;
  #cost = 0;

  constructor(private readonly wanted: boolean) {}

  due(now: number): boolean {
    const waitsForPlain = this.#last > Number.NEGATIVE_INFINITY && Number.isNaN(this.#plain);
    if (!this.wanted || waitsForPlain || now - this.#last < Math.max(interval, this.#cost / share)) return false;
    this.#last = now;
    return true;
  }

  /** Learns from a step's time; what a measured one took beyond the plain ones is the cost. */
  took(ms: number, measured: boolean): void {
    if (!measured) this.#plain = Number.isNaN(this.#plain) ? ms : 0.8 * this.#plain + 0.2 * ms;
    else if (!Number.isNaN(this.#plain)) this.#cost = Math.max(0, ms - this.#plain);
  }
}
