import { exact } from '../../../protocol/format';
import { html, setText } from '../../element';
import { numbersOf } from '../../../drawing/graph/liveNumbers';
import type { RunProgress } from '../../../drawing/graph/runProgress';
import { liveMeasures, type LiveMeasure } from '../../../drawing/graph/liveMeasures';
import type { Subject } from '../../../drawing/graph/network';
import type { LiveRecord } from './liveRecord';
import { Sparkline } from './sparkline';

interface LiveRow {
  readonly measure: LiveMeasure;
  readonly value: HTMLElement;
  readonly curve: Sparkline;
}

/** What training tells of a subject, each number with its past as a small curve. */
export class LiveSection {
  readonly element: HTMLElement;
  readonly #title = html('h3');
  readonly #rows: readonly LiveRow[];

  constructor(
    private readonly subject: Subject,
    private readonly record: LiveRecord,
  ) {
    this.#rows = liveMeasures(subject).map((measure) => ({ measure, value: html('dd'), curve: new Sparkline() }));
    const lines = this.#rows.map(({ measure, value, curve }) =>
      html('div', {}, [html('dt', {}, [measure.label]), curve.element, value]),
    );
    this.element = html('section', { class: 'live', hidden: '' }, [this.#title, html('dl', {}, lines)]);
  }

  /** The numbers of the step that is shown, and those of the whole run; without any, the section is not there. */
  update({ live, rows }: Pick<RunProgress, 'live' | 'rows'>): void {
    const isTold = live !== undefined && rows !== undefined && this.#rows.length > 0;
    this.element.hidden = !isTold;
    if (!isTold) return;
    setText(this.#title, `Training, step ${exact(live.step)}`);
    const numbers = numbersOf(this.subject, live, rows);
    const past = this.record.of(this.subject);
    for (const { measure, value, curve } of this.#rows) {
      setText(value, measure.text(numbers));
      curve.show(past.map(measure.of));
    }
  }
}
