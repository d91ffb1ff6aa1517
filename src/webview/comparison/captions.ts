import type { DrawnComparison } from '../../protocol/viewContract';
import { onScreen, type View } from '../architecture/viewport';
import { html, setText } from '../element';
import type { PairScene } from './pairScene';
import { forBoth, sides, type Both } from './side';

/** The networks' names over their drawings; they go sideways with them, and stay when one scrolls down. */
export class Captions {
  readonly #captions = forBoth((side) => html('div', { class: `caption ${side}` }));
  readonly element = html('div', { id: 'captions' }, [this.#captions.left, this.#captions.right]);

  /** Names both; a run's line stands behind its name. */
  show(compared: DrawnComparison, runs: Both<string | undefined>): void {
    for (const side of sides) {
      const run = runs[side];
      setText(this.#captions[side], run === undefined ? compared[side].title : `${compared[side].title} · ${run}`);
      this.#captions[side].title = this.#captions[side].textContent;
    }
  }

  follow({ columns }: PairScene, view: View): void {
    for (const side of sides) {
      const { x, width } = columns[side];
      const at = onScreen({ x, y: 0, width, height: 0 }, view);
      const { style } = this.#captions[side];
      style.translate = `${Math.round(at.x)}px 0`;
      style.width = `${Math.round(at.width)}px`;
    }
  }
}
