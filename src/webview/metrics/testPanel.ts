import type { TestedEpoch } from '../../protocol/run';
import { html, setText } from '../element';
import { confusionMatrix } from './confusionMatrix';
import { mistakeList } from './mistakeList';
import type { RunData } from './runData';

/** How the newest epoch's end classified the test images: the confusion matrix, and the most confident mistakes. */
export class TestPanel {
  readonly #title = html('h2');
  readonly #matrix = html('div', {
    class: 'confusion-place',
    role: 'region',
    'aria-label': 'Confusion matrix',
    tabindex: 0,
  });
  readonly #mistakes = html('div');
  readonly element = html('section', { class: 'tested' }, [
    html('div', { class: 'tested-part' }, [this.#title, this.#matrix]),
    html('div', { class: 'tested-part' }, [html('h2', {}, ['Most confident mistakes']), this.#mistakes]),
  ]);
  #shown: TestedEpoch | undefined;

  constructor() {
    this.element.hidden = true;
  }

  show({ tested, status }: RunData): void {
    this.element.hidden = tested === undefined;
    if (tested === undefined || tested === this.#shown) return;
    this.#shown = tested;
    const classes = status.start?.classes ?? [];
    setText(this.#title, `Confusion matrix, epoch ${tested.epoch}`);
    this.#matrix.replaceChildren(confusionMatrix(tested.confusion, classes));
    this.#mistakes.replaceChildren(mistakeList(tested, classes));
  }
}
