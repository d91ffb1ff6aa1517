import type { GraphView } from './graphView';
import type { Inspection } from './inspection';
import { levelNames, levels, type LevelName } from '../../drawing/graph/levels';
import type { Network } from '../../drawing/graph/network';
import type { GraphWindow } from './graphWindow';
import { moveTabStop, stopFrom } from './tabStop';
import { zoomStep } from './zoomStep';

/** What the keys need of the panel. */
export interface KeyboardContext {
  readonly graph: GraphView;
  readonly inspection: Inspection;
  readonly network: () => Network | undefined;
  readonly toggle: (id: string) => void;
  readonly level: (name: LevelName) => void;
}

/** Moves about the drawing by keys; exactly one box is in the page's tab order. */
export class Keyboard {
  #current = '';

  readonly #acts: Readonly<Record<string, (id: string) => void>> = {
    ArrowDown: () => this.#step(1),
    ArrowUp: () => this.#step(-1),
    Home: () => this.#step(-Infinity),
    End: () => this.#step(Infinity),
    Enter: (id) => {
      if (this.#opens(id)) this.context.toggle(id);
      else this.#select(id);
    },
    ' ': (id) => this.#select(id),
    ArrowRight: (id) => {
      if (this.#opens(id) && !this.#isOpen(id)) this.context.toggle(id);
    },
    ArrowLeft: (id) => {
      if (this.#opens(id) && this.#isOpen(id)) this.context.toggle(id);
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
    listenPanelKeys(context);
  }

  /** Makes a box the one that Tab reaches; without one, the one before or the first. To be called after each layout. */
  settle(subject = this.#current): void {
    const { graph } = this.context;
    const stops = graph.stops();
    this.#current = stops.includes(subject) ? subject : (stops[0] ?? '');
    graph.pin(this.#current);
    moveTabStop(graph.surface, graph.elementOf(this.#current));
  }

  /** Moves the focus to the box that Tab reaches. */
  focus(): void {
    this.context.graph.elementOf(this.#current)?.focus({ preventScroll: true });
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
    graph.rest();
    this.settle(subject);
    graph.reveal(this.#current);
    this.focus();
    inspection.byKeyboard(this.#current);
  }

  #step(by: number): void {
    this.#go(stopFrom(this.#current, by, this.context.graph.stops()));
  }

  #select(id: string): void {
    const { graph } = this.context;
    graph.select(graph.selected() === id ? undefined : id);
  }

  /** First the floating card, then the selection, then the card that is open; from a closed block to what it is in. */
  #escape(id: string): void {
    const { inspection, graph, toggle } = this.context;
    if (inspection.isShown()) inspection.hide();
    else if (graph.selected() !== undefined) graph.select(undefined);
    else if (this.#opens(id) && this.#isOpen(id)) toggle(id);
    else this.#leave(this.#ownerOf(id));
  }

  #leave(owner: string | undefined): void {
    this.#go(owner);
    this.context.inspection.hide();
    const isCard = owner !== undefined && (this.context.network()?.subjects.get(owner)?.members.length ?? 0) === 0;
    if (isCard) this.context.toggle(owner);
  }

  #opens(id: string): boolean {
    return this.context.graph.elementOf(id)?.hasAttribute('aria-expanded') ?? false;
  }

  #isOpen(id: string): boolean {
    return this.context.graph.state().opened.includes(id);
  }

  /** The innermost of what is open around a layer, a block or a run. */
  #ownerOf(id: string): string | undefined {
    const subjects = this.context.network()?.subjects;
    const first = subjects?.get(id)?.layers[0];
    const around = this.context.graph.state().opened.flatMap((some) => subjects?.get(some) ?? []);
    const owners = around.filter((some) => some.id !== id && first !== undefined && some.layers.includes(first));
    // a run that is all of its stage has as many layers, and the longer name
    return owners.sort((a, b) => a.layers.length - b.layers.length || b.id.length - a.id.length)[0]?.id;
  }
}

/** The keys that zoom a drawing and open it to a level. */
export function viewKeys(view: GraphWindow, level: KeyboardContext['level']): Readonly<Record<string, () => void>> {
  return {
    '+': () => view.zoom(zoomStep),
    '=': () => view.zoom(zoomStep),
    '-': () => view.zoom(1 / zoomStep),
    '0': () => view.fit('width'),
    ...Object.fromEntries(levelNames.map((name) => [levels[name].key, () => level(name)])),
  };
}

/** Keys that do the same wherever the focus is, except in a menu. */
function listenPanelKeys({ graph, level }: KeyboardContext): void {
  const acts = viewKeys(graph.window, level);
  window.addEventListener('keydown', (event) => {
    if (!isTyping(event)) actOn(event, acts[event.key], '');
  });
}

function actOn(event: KeyboardEvent, act: ((id: string) => void) | undefined, id: string): void {
  if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act(id);
}

/** Whether a key is for a field: a menu looks for an option that begins with it. */
export function isTyping({ target }: Event): boolean {
  return target instanceof Element && target.closest('vscode-dropdown, input, select') !== null;
}
