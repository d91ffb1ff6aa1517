import { liveColumns, type LiveMetrics } from '../protocol/run';
import { decodeLog, encodeLog } from '../protocol/logNumbers';

/** A measured step, two bytes a number. */
interface Moment {
  readonly step: number;
  readonly columns: Readonly<Record<(typeof liveColumns)[number], Uint16Array>>;
}

/** What is kept at most, in numbers: 56 MB. */
const mostNumbers = 28_000_000;

/**
 * The live metrics of a run's measured steps. Where they grow too many, every second moment is let go, and from then on as many
 * are kept: what stays is evenly spread over the run, the newest always among it.
 */
export class LiveRecord {
  #moments: Moment[] = [];
  #numbers = 0;
  /** Of so many moments that come one is kept. */
  #every = 1;
  #come = 0;

  constructor(private readonly most = mostNumbers) {}

  /** Adds what was measured after all others; the moment before gives way where it is not one of those to be kept. */
  add(live: LiveMetrics): void {
    if (live.step <= (this.#moments.at(-1)?.step ?? 0)) return;
    if (this.#come > 0 && (this.#come - 1) % this.#every !== 0) this.#drop(this.#moments.pop());
    this.#come += 1;
    const moment = momentOf(live);
    this.#moments.push(moment);
    this.#numbers += sizeOf(moment);
    while (this.#numbers > this.most && this.#moments.length > 2) this.#thin();
  }

  /** The steps that are kept, in order. */
  get steps(): readonly number[] {
    return this.#moments.map(({ step }) => step);
  }

  /** What was measured at a step, or last before it; at the first moment before that. */
  at(step: number): LiveMetrics | undefined {
    const after = firstAfter(this.#moments, step);
    const moment = this.#moments[Math.max(0, after - 1)];
    return moment === undefined ? undefined : liveOf(moment);
  }

  #thin(): void {
    this.#every *= 2;
    const newest = this.#moments.length - 1;
    const [kept, gone] = [this.#moments.filter((_, at) => at % 2 === 0 || at === newest), this.#moments.filter((_, at) => at % 2 === 1 && at !== newest)]; // prettier-ignore
    this.#moments = kept;
    gone.forEach((moment) => this.#drop(moment));
  }

  #drop(moment: Moment | undefined): void {
    if (moment !== undefined) this.#numbers -= sizeOf(moment);
  }
}

function momentOf(live: LiveMetrics): Moment {
  const columns = Object.fromEntries(liveColumns.map((name) => [name, encodeLog(live[name])]));
  return { step: live.step, columns: columns as Moment['columns'] }; // of all names
}

function liveOf({ step, columns }: Moment): LiveMetrics {
  const decoded = Object.fromEntries(liveColumns.map((name) => [name, decodeLog(columns[name])]));
  return { step, ...(decoded as Omit<LiveMetrics, 'step'>) }; // of all names
}

function sizeOf({ columns }: Moment): number {
  return liveColumns.reduce((sum, name) => sum + columns[name].length, 0);
}

/** The place of the first moment after a step. */
function firstAfter(moments: readonly Moment[], step: number): number {
  let [from, to] = [0, moments.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((moments[middle]?.step ?? 0) <= step) from = middle + 1;
    else to = middle;
  }
  return from;
}
