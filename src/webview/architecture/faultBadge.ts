import { svg } from '../element';

const radius = 9;

/** The mark of the box at which a run's numbers stop being sound: an exclamation mark on its corner. */
export class FaultBadge {
  readonly #element = svg('g', { class: 'badge', 'aria-hidden': 'true' }, [
    svg('circle', { r: radius }),
    svg('path', { d: 'M0 -5V1.5M0 4.4V4.6' }),
  ]);
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
