import type { ShortcutType } from '../../model/outline';
import { html, setText, svg } from '../element';
import { metrics, type MetricName } from './metric';
import type { Network } from './network';
import { gradient, type Ground } from './palette';
import type { Range } from './tintScale';

const lineTypes = ['identity', 'projection', 'padded', 'scaled', 'gated', 'dropout', 'none'] as const;

const lineNames: Readonly<Record<ShortcutType, string>> = {
  identity: 'identity shortcut',
  projection: 'projection',
  padded: 'zero-padded identity',
  scaled: 'scaled shortcut',
  gated: 'gated shortcut',
  dropout: 'dropout shortcut',
  none: 'no shortcuts',
};

/** What the colours and lines mean. */
export class Legend {
  readonly #name = html('strong');
  readonly #low = html('span', { id: 'legend-low', class: 'end' });
  readonly #high = html('span', { id: 'legend-high', class: 'end' });
  readonly #bar = html('span', { class: 'gradient' });
  readonly #text = html('span', { class: 'explanation' });
  readonly #tint = html('div', { class: 'tint' }, [
    this.#name,
    html('span', { class: 'scale' }, [this.#low, this.#bar, this.#high]),
    this.#text,
  ]);
  readonly #lines = html('div', { class: 'lines' });
  readonly element = html('footer', { id: 'legend' }, [this.#tint, this.#lines]);

  update(metric: MetricName, range: Range | undefined, ground: Ground): void {
    const { label, explanation, format } = metrics[metric];
    this.#tint.hidden = metric === 'none';
    setText(this.#name, label);
    setText(this.#text, explanation);
    setText(this.#low, range === undefined ? '–' : format(range.low));
    setText(this.#high, range === undefined ? '–' : format(range.high));
    this.#bar.style.background = gradient(ground);
  }

  /** Names the kinds of shortcut that the network has. */
  showLines({ outline: { stages } }: Network): void {
    const has = new Set(stages.flatMap((stage) => stage.blocks.map((block) => block.shortcut.type)));
    this.#lines.replaceChildren(...lineTypes.filter((type) => has.has(type)).map(line));
  }
}

function line(type: ShortcutType): HTMLElement {
  const path = svg('path', { class: `edge ${type}`, d: 'M1 4H25' });
  const sample = svg('svg', { width: 26, height: 8, 'aria-hidden': 'true' }, [path]);
  return html('span', {}, type === 'none' ? [lineNames[type]] : [sample, lineNames[type]]);
}
