import { firstWhere } from '../protocol/firstWhere';
import { decodeLog, encodeLog } from '../protocol/logNumbers';
import { liveColumns, liveOf, type LiveMetrics } from '../protocol/run';
import { NumberRows } from './numberRows';

/** What is kept at most, in numbers: 58 MB. */
const mostNumbers = 29_000_000;

/** What is given away at once at most, in numbers: 2 MB. */
const mostSent = 500_000;

/**
 * The live metrics of a run's measured steps, two bytes a number. Where they grow too many, every second moment is let go, and from
 * then on as many are kept: what stays is evenly spread over the run, the newest always among it.
 */
export class LiveRecord {
  readonly #steps: number[] = [];
  #rows: NumberRows | undefined;
  /** How many numbers each column has. */
  #sizes: readonly number[] = [];
  /** Of so many moments that come one is kept. */
  #every = 1;
  #come = 0;

  constructor(private readonly most = mostNumbers) {}

  /** Adds what was measured after all others; the moment before gives way where it is not one of those to be kept. */
  add(live: LiveMetrics): void {
    if (live.step <= (this.#steps.at(-1) ?? 0)) return;
    const rows = this.#rowsFor(live);
    if (rows === undefined) return;
    if (this.#come > 0 && (this.#come - 1) % this.#every !== 0) {
      this.#steps.pop();
      rows.pop();
    }
    this.#come += 1;
    this.#steps.push(live.step);
    rows.push(liveColumns.map((name) => encodeLog(live[name])));
    if (rows.length * rows.width > this.most && rows.length > 2) this.#thin(rows);
  }

  /** The steps that are kept, in order. */
  get steps(): readonly number[] {
    return this.#steps;
  }

  /** What was measured at a step, or last before it; before the first moment, that one. */
  at(step: number): LiveMetrics | undefined {
    const place = Math.max(0, firstWhere(this.#steps.length, (at) => (this.#steps[at] ?? 0) <= step) - 1);
    const [found, row] = [this.#steps[place], this.#rows?.at(place)];
    if (found === undefined || row === undefined) return undefined;
    let from = 0;
    const columns = this.#sizes.map((size) => decodeLog(row.subarray(from, (from += size))));
    return liveOf(found, columns);
  }

  /** At most so many moments, evenly spread, the first and the newest among them; fewer of a network that measures very much. */
  some(most: number): readonly LiveMetrics[] {
    const count = Math.min(most, this.#steps.length, Math.max(2, Math.floor(mostSent / (this.#rows?.width ?? 1))));
    const places = Array.from({ length: count }, (_, at) =>
      Math.round((at * (this.#steps.length - 1)) / Math.max(1, count - 1)),
    );
    return places.flatMap((place) => this.at(this.#steps[place] ?? 0) ?? []);
  }

  /** A run's moments are all of one size; one of another size is none of this run's. */
  #rowsFor(live: LiveMetrics): NumberRows | undefined {
    const sizes = liveColumns.map((name) => live[name].length);
    if (this.#rows === undefined) {
      this.#sizes = sizes;
      this.#rows = new NumberRows(sizes.reduce((sum, size) => sum + size, 0));
    }
    return sizes.every((size, column) => size === this.#sizes[column]) ? this.#rows : undefined;
  }

  #thin(rows: NumberRows): void {
    this.#every *= 2;
    const newest = this.#steps.length - 1;
    const isKept = (place: number): boolean => place % 2 === 0 || place === newest;
    rows.keep(isKept);
    const steps = this.#steps.filter((_, place) => isKept(place));
    this.#steps.splice(0, Infinity, ...steps);
  }
}
