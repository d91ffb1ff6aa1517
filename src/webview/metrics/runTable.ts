import { exact } from '../../protocol/format';
import { button, html, setText, svg } from '../element';
import type { ChartFrame } from './chartFrame';
import { chartSpecs, type ChartSpec } from './chartSpec';
import type { ChartTheme } from './chartTheme';
import { readValues, valueText, type LineValues } from './readValues';
import type { RunData } from './runData';
import { runNames } from './runNames';
import { runStyle } from './runStyle';
import { xUnits } from './xUnit';

/** A column: a chart's line that is drawn of every run. */
interface Column {
  readonly spec: ChartSpec;
  readonly line: keyof LineValues;
  readonly title: string;
}

const columns: readonly Column[] = chartSpecs.flatMap((spec) => [
  { spec, line: spec.labels.raw === undefined ? 'smooth' : 'raw', title: spec.title } as const,
  ...(spec.labels.test === undefined
    ? []
    : [{ spec, line: 'test', title: `Test ${spec.title.toLowerCase()}` } as const]),
]);

/** The runs that are compared: what their lines look like, and what each says at the pointer's place, else at its end. */
export class RunTable {
  readonly element: HTMLElement;
  readonly #place = html('span', { class: 'compared-place' });
  readonly #body = html('tbody');
  #shown = '';

  constructor(end: () => void) {
    const heads = ['Run', ...columns.map(({ title }) => title)].map((title) => html('th', { scope: 'col' }, [title]));
    const table = html('table', { id: 'compared' }, [html('thead', {}, [html('tr', {}, heads)]), this.#body]);
    const head = html('div', { class: 'compared-head' }, [
      html('h2', {}, ['Compared runs']),
      this.#place,
      button({ id: 'end-comparison', appearance: 'secondary' }, 'End comparison', end),
    ]);
    const scrolled = { class: 'compared-rows', role: 'region', 'aria-label': 'Compared runs', tabindex: 0 };
    this.element = html('section', { class: 'compared' }, [head, html('div', scrolled, [table])]);
    this.element.hidden = true;
  }

  /** @param place of the horizontal axis, under the pointer */
  show(frame: ChartFrame, place: number | undefined): void {
    const { runs, theme, unit } = frame;
    this.element.hidden = runs.length < 2;
    if (this.element.hidden) return;
    this.#rows(runs, theme);
    setText(this.#place, place === undefined ? 'at their ends' : `at ${placeText(frame, place)}`);
    runs.forEach((run, row) => {
      const step = place === undefined ? run.steps : Math.round(xUnits[unit].stepAt(run, place));
      columns.forEach(({ spec, line }, column) => {
        const cell = this.#body.rows[row]?.cells[column + 1];
        if (cell !== undefined) setText(cell, valueText(spec, valueAt(run, { spec, line, step })));
      });
    });
  }

  /** Makes the rows anew where there are other runs, or another theme. */
  #rows(runs: readonly RunData[], theme: ChartTheme): void {
    const shown = JSON.stringify([runs.map(({ status }) => [status.id, status.title]), theme.inks, theme.others]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const names = runNames(runs);
    this.#body.replaceChildren(
      ...runs.map(({ status: { id, title } }, index) => {
        const name = names[index] ?? id;
        const head = html('th', { scope: 'row', title: `${title} (${id})` }, [sample(index, theme), name]);
        return html('tr', {}, [head, ...columns.map(() => html('td'))]);
      }),
    );
  }
}

function placeText({ unit }: ChartFrame, place: number): string {
  if (unit === 'steps') return `step ${exact(Math.round(place))}`;
  return unit === 'epochs' ? `epoch ${place.toFixed(2)}` : xUnits.time.formatTick(place);
}

interface ReadAt extends Pick<Column, 'spec' | 'line'> {
  readonly step: number;
}

function valueAt(run: RunData, { spec, line, step }: ReadAt): number {
  return step > run.steps || step < 1 ? Number.NaN : readValues(spec, run, step)[line];
}

/** A piece of the run's line. */
function sample(index: number, theme: ChartTheme): SVGElement {
  const { ink, dash } = runStyle(index, theme, 'train');
  const line = svg('line', {
    x1: 0,
    y1: 5,
    x2: 26,
    y2: 5,
    stroke: ink,
    'stroke-width': 2,
    'stroke-dasharray': dash.join(' '),
  });
  return svg('svg', { width: 26, height: 10, class: 'sample', 'aria-hidden': 'true' }, [line]);
}
