import type { LiveMetrics } from '../../../protocol/run';
import { numbersOf, type LiveRows, type SubjectNumbers } from '../../../drawing/graph/liveNumbers';
import type { Subject } from '../../../drawing/graph/network';
import type { RunProgress } from '../../../drawing/graph/runProgress';

/** Measured steps that are kept at most: of more, every other one is forgotten, so that the whole run stays in sight. */
const most = 256;

/** What a run's training has told. */
export class LiveRecord {
  #run = '';
  #rows: LiveRows | undefined;
  #kept: LiveMetrics[] = [];

  /** Takes in the newest numbers; another run begins anew. Whether they are the first: what was told before is not here then. */
  take({ status, live, rows }: RunProgress): boolean {
    if (status.id !== this.#run) this.#kept = [];
    this.#run = status.id;
    this.#rows = rows;
    if (live === undefined || live.step <= (this.#kept.at(-1)?.step ?? 0)) return false;
    this.#keep([...this.#kept, live]);
    return this.#kept.length === 1;
  }

  /** Takes in what a run told before. */
  fill(run: string, past: readonly LiveMetrics[]): void {
    const first = this.#kept[0]?.step ?? Infinity;
    if (run === this.#run) this.#keep([...past.filter(({ step }) => step < first), ...this.#kept]);
  }

  /** A subject's numbers from the oldest step on. */
  of(subject: Subject): readonly SubjectNumbers[] {
    const rows = this.#rows;
    return rows === undefined ? [] : this.#kept.map((live) => numbersOf(subject, live, rows));
  }

  #keep(moments: LiveMetrics[]): void {
    const { length } = moments;
    this.#kept = length <= most ? moments : moments.filter((_, index) => index % 2 === (length - 1) % 2); // the newest stays
  }
}
