import type { ShortcutType } from '../../model/outline';
import { html, setText, svg } from '../element';
import { lineNames, linesIn } from '../../drawing/graph/shortcutLines';
import { metrics } from '../../drawing/graph/metric';
import type { Network } from '../../drawing/graph/network';
import { gradient, type Ground } from '../../drawing/graph/palette';
import { ScaleControls, type ChangeLook } from './scaleControls';
import { scaleWords, type TintLook } from '../../drawing/graph/tintLook';
import type { Range } from '../../drawing/graph/tintScale';

/** What the colours and lines mean, and the choice of the colours' scale. */
export class Legend {
  readonly #name = html('strong');
  readonly #bar = html('span', { class: 'gradient' });
  readonly #text = html('span', { class: 'explanation' });
  readonly #controls: ScaleControls;
  readonly #tint: HTMLElement;
  readonly #lines = html('div', { class: 'lines' });
  readonly element: HTMLElement;

  /** @param change is told what the user chooses */
  constructor(change: ChangeLook) {
    this.#controls = new ScaleControls(change);
    const { low, high, element: choices } = this.#controls;
    const scale = html('span', { class: 'scale' }, [low.element, this.#bar, high.element]);
    this.#tint = html('div', { class: 'tint' }, [this.#name, scale, choices, this.#text]);
    this.element = html('footer', { id: 'legend' }, [this.#tint, this.#lines]);
  }

  update(look: TintLook, range: Range | undefined, ground: Ground): void {
    const { label, explanation } = metrics[look.metric];
    this.#tint.hidden = look.metric === 'none';
    setText(this.#name, label);
    const words = `${explanation}; ${scaleWords(look)}`;
    setText(this.#text, words);
    this.#name.title = words;
    this.#controls.show(look, range);
    this.#bar.style.background = gradient(ground);
  }

  /** Names the kinds of shortcut that the network has. */
  showLines(network: Pick<Network, 'outline'>): void {
    this.#lines.replaceChildren(...linesIn(network).map(line));
  }
}

function line(type: ShortcutType): HTMLElement {
  const path = svg('path', { class: `edge ${type}`, d: 'M1 4H25' });
  const sample = svg('svg', { width: 26, height: 8, 'aria-hidden': 'true' }, [path]);
  return html('span', {}, type === 'none' ? [lineNames[type]] : [sample, lineNames[type]]);
}
