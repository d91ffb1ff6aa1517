import { html, iconButton, setAttributes, setText } from '../element';
import { exact } from '../../protocol/format';
import type { ChartSpec } from './chartSpec';
import { lineNames, readValues, valueText, type LineValues } from './readValues';
import type { RunData } from './runData';
import { xUnits, type XUnitName } from './xUnit';

/** A picture's frame with a mountain, the usual sign of an image file. */
const imageIcon = 'M2 3h12v10H2z M2 11l4-4 3 3 2-2 3 3';

/** What the heading's buttons ask for. */
export interface ReadoutEvents {
  /** Somebody opens the chart, or leaves only its heading. */
  fold(): void;
  /** The chart is wanted as an image. */
  save(): void;
}

/** A chart's heading, which is its legend too: the values at the pointer's step, else the newest. */
export class Readout {
  readonly element: HTMLElement;
  readonly #step = html('span');
  readonly #place = html('span', { class: 'readout-place' });
  readonly #cells = new Map<keyof LineValues, HTMLElement>();
  readonly #fold: HTMLElement;

  constructor(
    private readonly spec: ChartSpec,
    events: ReadoutEvents,
  ) {
    const { name, title } = spec;
    this.#fold = html('button', { class: 'fold', type: 'button', 'aria-expanded': 'true' }, [title]);
    this.#fold.addEventListener('click', () => events.fold());
    const label = `Save the chart "${title}" as an image (PNG)`;
    const save = iconButton({ id: `save-${name}`, label, icon: imageIcon }, () => events.save());
    const head = html('div', { class: 'readout-head' }, [
      html('h2', {}, [this.#fold]),
      html('span', { class: 'readout-step' }, [this.#step, this.#place]),
      save,
    ]);
    const entries = lineNames.flatMap((line) => this.#entry(line, spec.labels[line]));
    this.element = html('figcaption', { class: 'readout' }, [head, html('div', { class: 'readout-values' }, entries)]);
  }

  setFolded(folded: boolean): void {
    setAttributes(this.#fold, { 'aria-expanded': String(!folded) });
  }

  /** Shows the values at a step; without one, the newest. */
  show(data: RunData, pointed: number | undefined, unit: XUnitName): void {
    const step = pointed ?? data.steps;
    setText(this.#step, step === 0 ? '' : `step ${exact(step)}`);
    setText(this.#place, step === 0 ? '' : ` · ${xUnits[unit].format(data, step)}`);
    const values = readValues(this.spec, data, step);
    for (const [name, cell] of this.#cells) setText(cell, valueText(this.spec, values[name]));
  }

  /** The newest values as a sentence, for those who don't see the chart. */
  describe(data: RunData): string {
    const values = readValues(this.spec, data, data.steps);
    const texts = [...this.#cells.keys()].map(
      (name) => `${this.spec.labels[name] ?? ''} ${valueText(this.spec, values[name])}`,
    );
    return `${this.spec.title} over ${exact(data.steps)} steps; newest: ${texts.join(', ')}`;
  }

  #entry(name: keyof LineValues, label: string | undefined): HTMLElement[] {
    if (label === undefined) return [];
    const cell = html('span', { class: 'readout-value', 'data-line': name });
    this.#cells.set(name, cell);
    const kind = name === 'raw' && this.spec.labels.smooth === undefined ? 'smooth' : name;
    const swatch = html('span', { class: `swatch swatch-${kind} ink-${name === 'test' ? 'test' : this.spec.ink}` });
    return [
      html('span', { class: 'readout-entry' }, [swatch, html('span', { class: 'readout-label' }, [label]), cell]),
    ];
  }
}
