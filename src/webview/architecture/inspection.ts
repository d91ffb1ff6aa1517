/** A drawing, or the part of one, whose boxes are asked about. */
export interface Inspected {
  readonly surface: SVGElement;
  elementOf(subject: string): SVGGElement | undefined;
}

/** What becomes of the floating card. */
export interface InspectionEvents {
  readonly show: (subject: string, beside: SVGGElement) => void;
  readonly hide: () => void;
}

/** How long the card outlives the pointer's leaving, so that it doesn't flicker on the way to a neighbour. */
const lingerMs = 120;

/** Which subject the floating card is about: the one under the pointer, or the one that the keyboard is at. */
export class Inspection {
  #shown: { readonly subject: string; readonly by: 'pointer' | 'keyboard' } | undefined;
  #leaving: number | undefined;
  #pressed = false;

  constructor(
    private readonly graph: Inspected,
    private readonly events: InspectionEvents,
  ) {
    const { surface } = graph;
    surface.addEventListener('pointermove', (event) => this.#point(event));
    surface.addEventListener('pointerleave', () => this.#leave());
    surface.addEventListener('pointerdown', () => {
      this.#pressed = true;
      this.hide();
    });
    window.addEventListener('pointerup', () => (this.#pressed = false));
    window.addEventListener('resize', () => this.hide());
    surface.addEventListener('focusout', () => {
      if (this.#shown?.by === 'keyboard') this.hide();
    });
  }

  /** Shows the card beside a subject that the keyboard has reached. */
  byKeyboard(subject: string): void {
    this.#show(subject, 'keyboard');
  }

  /** Hides the card; it comes back with the next movement of pointer or keyboard. */
  hide(): void {
    this.#stay();
    this.#shown = undefined;
    this.events.hide();
  }

  isShown(): boolean {
    return this.#shown !== undefined;
  }

  #point({ target }: PointerEvent): void {
    if (this.#pressed || !(target instanceof Element)) return;
    const subject = target.closest('.item')?.getAttribute('data-subject');
    if (typeof subject === 'string') this.#show(subject, 'pointer');
    else this.#leave();
  }

  #show(subject: string, by: 'pointer' | 'keyboard'): void {
    this.#stay();
    const element = this.graph.elementOf(subject);
    if (element === undefined || (this.#shown?.subject === subject && by === 'pointer')) return;
    this.#shown = { subject, by };
    this.events.show(subject, element);
  }

  #leave(): void {
    if (this.#shown?.by === 'pointer') this.#leaving ??= window.setTimeout(() => this.hide(), lingerMs);
  }

  #stay(): void {
    window.clearTimeout(this.#leaving);
    this.#leaving = undefined;
  }
}
