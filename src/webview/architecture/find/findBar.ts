import { html, iconButton, setText } from '../../element';
import { exact } from '../../../protocol/format';

/** What the user does in the bar. */
export interface FindEvents {
  readonly typed: () => void;
  readonly step: (by: 1 | -1) => void;
  readonly close: () => void;
}

const help =
  'Type a name or kind (conv1, ReLU, projection), a kernel (3x3), an output’s shape (64x56x56), “stride 2”, “params > 1M” or “> 100M MACs”, or several together.';

/** The bar in which one types what to look for. */
export class FindBar {
  readonly element: HTMLElement;
  readonly #input = document.createElement('input');
  readonly #count = html('span', { class: 'count', role: 'status' });
  readonly #note = html('p', { id: 'find-note', class: 'note' });
  readonly #previous: HTMLElement;
  readonly #next: HTMLElement;

  constructor(events: FindEvents) {
    const attributes = { type: 'text', id: 'find-text', 'aria-label': 'Find in the architecture', 'aria-describedby': 'find-note', placeholder: 'Find', spellcheck: 'false', autocomplete: 'off' }; // prettier-ignore
    for (const [name, value] of Object.entries(attributes)) this.#input.setAttribute(name, value);
    this.#previous = iconButton({ id: 'find-previous', label: 'Previous match (Shift+Enter)', icon: 'M8 13V3M4 7l4-4l4 4' }, () => events.step(-1)); // prettier-ignore
    this.#next = iconButton({ id: 'find-next', label: 'Next match (Enter)', icon: 'M8 3v10M4 9l4 4l4-4' }, () => events.step(1)); // prettier-ignore
    const close = iconButton({ id: 'find-close', label: 'Close (Escape)', icon: 'M4 4l8 8M12 4l-8 8' }, events.close);
    const row = html('div', { class: 'row' }, [this.#input, this.#count, this.#previous, this.#next, close]);
    this.element = html('div', { id: 'find', role: 'search', hidden: '' }, [row, this.#note]);
    this.#input.addEventListener('input', events.typed);
    this.element.addEventListener('keydown', (event) => onKey(event, events));
  }

  text(): string {
    return this.#input.value;
  }

  /** Shows the bar with what was typed last, ready to be typed over. */
  open(): void {
    this.element.hidden = false;
    this.#input.focus();
    this.#input.select();
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** How much was found, and which of it is looked at, counted from 0. */
  showCount(total: number, at: number | undefined): void {
    const isEmpty = this.text().trim() === '';
    const sum = total === 1 ? '1 match' : `${total === 0 ? 'No' : exact(total)} matches`;
    setText(this.#count, isEmpty ? '' : at === undefined ? sum : `${exact(at + 1)} of ${exact(total)}`);
    this.#say(isEmpty ? help : '', total > 0);
  }

  /** Why nothing can be looked for. */
  showFault(sentence: string): void {
    setText(this.#count, '');
    this.#say(sentence, false);
    this.#note.classList.add('fault');
    this.#input.setAttribute('aria-invalid', 'true');
  }

  #say(note: string, steps: boolean): void {
    this.#note.classList.remove('fault');
    this.#input.removeAttribute('aria-invalid');
    setText(this.#note, note);
    this.#note.hidden = note === '';
    for (const step of [this.#previous, this.#next]) step.toggleAttribute('disabled', !steps);
  }
}

function onKey(event: KeyboardEvent, { step, close }: FindEvents): void {
  const { key, shiftKey, target } = event;
  const isField = target instanceof HTMLInputElement;
  if (key === 'Escape') close();
  else if (key === 'Enter' && isField) step(shiftKey ? -1 : 1);
  else return;
  event.preventDefault();
}
