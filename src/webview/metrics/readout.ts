import { html, setText } from '../element';
import { exact } from '../../protocol/format';
import type { ChartSpec } from './chartSpec';
import type { RunData } from './runData';

/** The lines that a chart may have, in the order of its read-out. */
const lineNames = ['raw', 'smooth', 'test'] as const;

type Values = Readonly<Record<(typeof lineNames)[number], number>>;

/** A chart's heading, which is its legend too: the values at the pointer's step, else the newest. */
export class Readout {
  readonly element: HTMLElement;
  readonly #step = html('span', { class: 'readout-step' });
  readonly #cells = new Map<keyof Values, HTMLElement>();

  constructor(private readonly spec: ChartSpec) {
    const entries = lineNames.flatMap((name) => this.#entry(name, spec.labels[name]));
    const head = html('div', { class: 'readout-head' }, [html('h2', {}, [spec.title]), this.#step]);
    this.element = html('figcaption', { class: 'readout' }, [head, html('div', { class: 'readout-values' }, entries)]);
  }

  /** Shows the values at a step; without one, the newest. */
  show(data: RunData, pointed: number | undefined): void {
    const step = pointed ?? data.steps;
    setText(this.#step, step === 0 ? '' : `step ${exact(step)} · epoch ${exact(data.epochOf(step))}`);
    const values = valuesAt(this.spec, data, step);
    for (const [name, cell] of this.#cells) setText(cell, text(this.spec, values[name]));
  }

  /** The newest values as a sentence, for those who don't see the chart. */
  describe(data: RunData): string {
    const values = valuesAt(this.spec, data, data.steps);
    const parts = [...this.#cells.keys()].map((name) => `${this.spec.labels[name]} ${text(this.spec, values[name])}`);
    return `${this.spec.title} over ${exact(data.steps)} steps; newest: ${parts.join(', ')}`;
  }

  #entry(name: keyof Values, label: string | undefined): HTMLElement[] {
    if (label === undefined) return [];
    const cell = html('span', { class: 'readout-value', 'data-line': name });
    this.#cells.set(name, cell);
    const swatch = html('span', { class: `swatch swatch-${name} ink-${name === 'test' ? 'test' : this.spec.ink}` });
    return [
      html('span', { class: 'readout-entry' }, [swatch, html('span', { class: 'readout-label' }, [label]), cell]),
    ];
  }
}

function valuesAt(spec: ChartSpec, data: RunData, step: number): Values {
  const { raw, smooth } = spec.trace(data);
  const epoch = data.epochEndedBy(step);
  return { raw: raw.at(step), smooth: smooth.at(step), test: epoch === undefined ? Number.NaN : spec.test(epoch) };
}

function text(spec: ChartSpec, value: number): string {
  return Number.isFinite(value) ? spec.format(value) : '–';
}
