import type { GraphView } from './graphView';

/** Which subject the floating card is about: the one under the pointer, or the one that the keyboard is at. */
export interface InspectionEvents {
  show(subject: string, beside: SVGGElement): void;
  hide(): void;
}

export interface Inspection {
  /** Shows the card beside a subject that the keyboard has reached. */
  byKeyboard(subject: string): void;
  /** Hides the card; it comes back with the next movement of pointer or keyboard. */
  hide(): void;
  isShown(): boolean;
}

/** How long the card outlives the pointer's leaving, so that it doesn't flicker on the way to a neighbour. */
const lingerMs = 120;

export function inspect(graph: GraphView, events: InspectionEvents): Inspection {
  let shown: { readonly subject: string; readonly by: 'pointer' | 'keyboard' } | undefined;
  let leaving: number | undefined;
  let pressed = false;

  function show(subject: string, by: 'pointer' | 'keyboard'): void {
    window.clearTimeout(leaving);
    leaving = undefined;
    const element = graph.elementOf(subject);
    if (element === undefined || (shown?.subject === subject && by === 'pointer')) return;
    shown = { subject, by };
    events.show(subject, element);
  }

  function hide(): void {
    window.clearTimeout(leaving);
    leaving = undefined;
    shown = undefined;
    events.hide();
  }

  function leave(): void {
    if (shown?.by === 'pointer') leaving ??= window.setTimeout(hide, lingerMs);
  }

  graph.surface.addEventListener('pointermove', ({ target }) => {
    if (pressed || !(target instanceof Element)) return;
    const subject = target.closest('.item')?.getAttribute('data-subject');
    if (subject === undefined || subject === null) leave();
    else show(subject, 'pointer');
  });
  graph.surface.addEventListener('pointerleave', leave);
  graph.surface.addEventListener('pointerdown', () => {
    pressed = true;
    hide();
  });
  window.addEventListener('pointerup', () => (pressed = false));
  graph.surface.addEventListener('focusout', () => {
    if (shown?.by === 'keyboard') hide();
  });

  return { byKeyboard: (subject) => show(subject, 'keyboard'), hide, isShown: () => shown !== undefined };
}
