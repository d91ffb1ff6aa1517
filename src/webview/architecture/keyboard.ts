import type { GraphView } from './graphView';
import type { Inspection } from './inspection';
import type { Network } from './network';
import { zoomStep } from './zoomStep';

/** What the keys need of the panel. */
export interface KeyboardContext {
  readonly graph: GraphView;
  readonly inspection: Inspection;
  readonly network: () => Network | undefined;
  readonly toggle: (id: string) => void;
}

/** Moves about the drawing by keys; exactly one box is in the page's tab order. */
export class Keyboard {
  #current = '';

  readonly #acts: Readonly<Record<string, (id: string) => void>> = {
    ArrowDown: () => this.#step(1),
    ArrowUp: () => this.#step(-1),
    Home: () => this.#step(-Infinity),
    End: () => this.#step(Infinity),
    Enter: (id) => this.#flip(id),
    ' ': (id) => this.#flip(id),
    ArrowRight: (id) => {
      if (!this.#isOpen(id)) this.#flip(id);
    },
    ArrowLeft: (id) => {
      if (this.#isOpen(id)) this.#flip(id);
      else this.#go(this.#ownerOf(id));
    },
    Escape: (id) => this.#escape(id),
  };

  constructor(private readonly context: KeyboardContext) {
    const { surface } = context.graph;
    surface.addEventListener('keydown', (event) => {
      actOn(event, this.#acts[event.key], this.#current);
    });
    surface.addEventListener('focusin', ({ target }) => {
      if (target instanceof Element) this.#focused(target);
    });
    listenZoomKeys(context.graph);
  }

  /** Makes a box the one that Tab reaches; without one, the one before or the first. To be called after each layout. */
  settle(subject = this.#current): void {
    const { graph } = this.context;
    const stops = graph.stops();
    this.#current = stops.includes(subject) ? subject : (stops[0] ?? '');
    for (const stop of graph.surface.querySelectorAll('[tabindex="0"]')) stop.setAttribute('tabindex', '-1');
    graph.elementOf(this.#current)?.setAttribute('tabindex', '0');
  }

  #focused(target: Element): void {
    const subject = target.getAttribute('data-subject');
    if (subject === null) return;
    this.settle(subject);
    if (!target.matches(':focus-visible')) return;
    this.context.graph.reveal(subject);
    this.context.inspection.byKeyboard(subject);
  }

  #go(subject: string | undefined): void {
    if (subject === undefined) return;
    const { graph, inspection } = this.context;
    this.settle(subject);
    graph.reveal(this.#current);
    graph.elementOf(this.#current)?.focus({ preventScroll: true });
    inspection.byKeyboard(this.#current);
  }

  #step(by: number): void {
    const stops = this.context.graph.stops();
    const next = stops.indexOf(this.#current) + by;
    this.#go(stops[Math.min(stops.length - 1, Math.max(0, next))]);
  }

  #flip(id: string): void {
    this.context.toggle(id);
  }

  /** First the floating card, then the card that is open. */
  #escape(id: string): void {
    const { inspection, toggle } = this.context;
    if (inspection.isShown()) {
      inspection.hide();
      return;
    }
    const card = this.#isOpen(id) ? id : this.#ownerOf(id);
    if (card === undefined) return;
    this.#go(card);
    inspection.hide();
    toggle(card);
  }

  #isOpen(id: string): boolean {
    return this.context.graph.state().opened.includes(id);
  }

  /** The open card that a layer is inside of. */
  #ownerOf(id: string): string | undefined {
    const subjects = this.context.network()?.subjects;
    const { opened } = this.context.graph.state();
    return opened.find((card) => subjects?.get(card)?.layers.some(({ layer }) => layer.name === id));
  }
}

function listenZoomKeys({ window: view }: GraphView): void {
  const acts: Readonly<Record<string, () => void>> = {
    '+': () => view.zoom(zoomStep),
    '=': () => view.zoom(zoomStep),
    '-': () => view.zoom(1 / zoomStep),
    '0': () => view.fit('width'),
  };
  window.addEventListener('keydown', (event) => {
    if (!isInMenu(event)) actOn(event, acts[event.key], '');
  });
}

function actOn(event: KeyboardEvent, act: ((id: string) => void) | undefined, id: string): void {
  if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act(id);
}

/** The menu looks for an option that begins with the key. */
function isInMenu({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest('vscode-dropdown') !== null;
}
