import type { GraphView } from './graphView';
import { zoomStep } from './header';
import type { Inspection } from './inspection';
import type { Network } from './network';

/** What the keys need of the panel. */
export interface KeyboardContext {
  readonly graph: GraphView;
  readonly inspection: Inspection;
  network(): Network | undefined;
  toggle(id: string): void;
}

/** Moves about the drawing by keys; exactly one box is in the page's tab order. */
export interface Keyboard {
  /** Makes a box the one that Tab reaches; without one, the first. To be called after each layout. */
  settle(subject?: string): void;
}

type Act = (current: string) => void;

export function listenKeyboard({ graph, inspection, network, toggle }: KeyboardContext): Keyboard {
  const { surface } = graph;
  let current = '';

  function settle(subject = current): void {
    const stops = graph.stops();
    current = stops.includes(subject) ? subject : (stops[0] ?? '');
    for (const stop of surface.querySelectorAll('[tabindex="0"]')) stop.setAttribute('tabindex', '-1');
    graph.elementOf(current)?.setAttribute('tabindex', '0');
  }

  function go(subject: string | undefined): void {
    if (subject === undefined) return;
    settle(subject);
    graph.reveal(current);
    graph.elementOf(current)?.focus({ preventScroll: true });
    inspection.byKeyboard(current);
  }

  const step = (by: number): Act => (from) => {
    const stops = graph.stops();
    go(stops[Math.min(stops.length - 1, Math.max(0, stops.indexOf(from) + by))]);
  };
  const isOpen = (id: string): boolean => graph.state().opened.includes(id);
  const opens = (id: string): boolean => graph.elementOf(id)?.hasAttribute('aria-expanded') === true;
  const flip: Act = (id) => {
    if (opens(id)) toggle(id);
  };
  const leave: Act = (id) => {
    const card = isOpen(id) ? id : ownerOf(id, network(), graph.state().opened);
    if (card === undefined) return;
    toggle(card);
    go(card);
  };
  const acts: Readonly<Record<string, Act>> = {
    ArrowDown: step(1),
    ArrowUp: step(-1),
    Home: step(-Infinity),
    End: step(Infinity),
    Enter: flip,
    ' ': flip,
    ArrowRight: (id) => {
      if (!isOpen(id)) flip(id);
    },
    ArrowLeft: (id) => {
      if (isOpen(id)) toggle(id);
      else go(ownerOf(id, network(), graph.state().opened));
    },
    Escape: (id) => {
      if (inspection.isShown()) inspection.hide();
      else leave(id);
    },
  };

  surface.addEventListener('keydown', (event) => {
    const act = hasModifier(event) ? undefined : acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act(current);
  });
  surface.addEventListener('focusin', ({ target }) => {
    const subject = target instanceof Element ? target.getAttribute('data-subject') : null;
    if (subject === null) return;
    settle(subject);
    if (!(target instanceof Element) || !target.matches(':focus-visible')) return;
    graph.reveal(subject);
    inspection.byKeyboard(subject);
  });
  listenZoomKeys(graph);
  return { settle };
}

function listenZoomKeys(graph: GraphView): void {
  const acts: Readonly<Record<string, () => void>> = {
    '+': () => graph.zoom(zoomStep),
    '=': () => graph.zoom(zoomStep),
    '-': () => graph.zoom(1 / zoomStep),
    '0': () => graph.fit('width'),
  };
  window.addEventListener('keydown', (event) => {
    const act = hasModifier(event) ? undefined : acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
}

function hasModifier({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey;
}

/** The open card that a layer is inside of. */
function ownerOf(id: string, network: Network | undefined, opened: readonly string[]): string | undefined {
  return opened.find((card) => network?.subjects.get(card)?.layers.some(({ layer }) => layer.name === id));
}
