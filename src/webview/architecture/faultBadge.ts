import { faultMark } from '../../drawing/graph/faultMark';
import { svg, svgOf } from '../element';

/** The mark of the box at which a run's numbers stop being sound: an exclamation mark on its corner. */
export class FaultBadge {
  readonly #element = svg('g', faultMark.attributes, faultMark.children.map(svgOf));
  #id: string | undefined;
  #sentence = '';

  constructor(private readonly elementOf: (id: string) => Element | undefined) {}

  /** Puts it on this box and on no other, with what screen readers are told; nothing: on none. */
  set(id: string | undefined, sentence: string): void {
    if (id === this.#id && sentence === this.#sentence) return;
    this.elementOf(this.#id ?? '')?.removeAttribute('aria-description');
    this.#element.remove();
    this.#id = id;
    this.#sentence = sentence;
    const element = this.elementOf(id ?? '');
    if (id !== undefined && element !== undefined) this.dress(id, element);
  }

  /** Marks an element that has just been made. */
  dress(id: string, element: Element): void {
    if (id !== this.#id) return;
    element.append(this.#element);
    element.setAttribute('aria-description', this.#sentence);
  }
}
