import { html, setText } from '../element';

/** What an end of the scale shows. */
interface Shown {
  readonly value: number | undefined;
  readonly format: (value: number) => string;
  /** It can be edited. */
  readonly fixed: boolean;
}

/** One end of the palette: its value, or a field for it where the range is fixed. */
export class ScaleEnd {
  readonly #text: HTMLElement;
  readonly #field: HTMLInputElement;
  readonly element: HTMLElement;

  constructor({ id, label }: { readonly id: string; readonly label: string }, changed: () => void) {
    this.#text = html('span', { id, class: 'end' });
    this.#field = html('input', { id: `${id}-fixed`, type: 'text', inputmode: 'decimal', 'aria-label': label });
    this.#field.addEventListener('change', changed);
    this.element = html('span', { class: 'scale-end' }, [this.#text, this.#field]);
  }

  show({ value, format, fixed }: Shown): void {
    setText(this.#text, value === undefined ? '–' : format(value));
    this.#text.hidden = fixed;
    this.#field.hidden = !fixed;
    if (!fixed) this.complain(undefined);
    if (document.activeElement === this.#field || this.#field.title !== '') return; // what is being typed stays
    this.#field.value = value === undefined ? '' : String(Number(value.toPrecision(6)));
  }

  /** The number in the field; NaN where there is none. */
  value(): number {
    const text = this.#field.value.trim().replace(',', '.');
    return text === '' ? NaN : Number(text);
  }

  /** Says what is wrong with what was typed; nothing: it is sound. */
  complain(problem: string | undefined): void {
    this.#field.title = problem ?? '';
    this.#field.setAttribute('aria-invalid', String(problem !== undefined));
  }
}
