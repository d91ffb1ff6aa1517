import type { GraphView } from '../graphView';
import type { Network } from '../../../drawing/graph/network';
import type { Overview } from '../overview';
import type { PlacedScene } from '../../../drawing/graph/placeScene';
import { containersOf, type Containers } from './containers';
import { FindBar } from './findBar';
import { findSubjects } from './findSubjects';

/** What looking for something needs of the panel. */
export interface FinderContext {
  readonly graph: GraphView;
  readonly overview: Overview;
  readonly network: () => Network | undefined;
  /** Opens cards besides those that are open. */
  readonly open: (ids: readonly string[]) => Promise<void>;
  /** Gives the focus back to the drawing. */
  readonly leave: () => void;
}

/** Looks for parts of the network by what is typed, marks them, and goes from one to the next. */
export class Finder {
  readonly bar: FindBar;
  #network: Network | undefined;
  #containers: Containers = new Map();
  #ids: readonly string[] = [];
  #at: number | undefined;
  #marked: PlacedScene | undefined;

  constructor(private readonly context: FinderContext) {
    this.bar = new FindBar({
      typed: () => this.#look(),
      step: (by) => void this.#step(by),
      close: () => this.#close(),
    });
  }

  open(): void {
    this.bar.open();
    this.#look();
  }

  /** To be called after each layout: what was found may be drawn as something else. */
  redraw(): void {
    if (this.bar.element.hidden) return;
    if (this.context.network() !== this.#network) this.#look();
    else if (this.context.graph.scene() !== this.#marked) this.#mark();
  }

  #look(): void {
    const network = this.context.network();
    if (network !== this.#network) this.#containers = network === undefined ? new Map() : containersOf(network);
    this.#network = network;
    const found = network === undefined ? { ids: [] } : findSubjects(this.bar.text(), network);
    this.#ids = 'fault' in found ? [] : found.ids;
    this.#at = undefined;
    if ('fault' in found) this.bar.showFault(found.fault);
    else this.bar.showCount(this.#ids.length, undefined);
    this.#mark();
  }

  /** Goes on by so many matches, round from the last to the first, and opens what hides the one it comes to. */
  async #step(by: 1 | -1): Promise<void> {
    const { length } = this.#ids;
    if (length === 0) return;
    const at = ((this.#at ?? (by === 1 ? -1 : 0)) + by + length) % length;
    const id = this.#ids[at];
    this.#at = at;
    this.bar.showCount(length, at);
    if (id === undefined) return;
    if (this.#drawnAs(id) !== id) await this.context.open(this.#containers.get(id) ?? []);
    if (this.#ids[this.#at] !== id) return; // something else is looked for by now
    const shown = this.#drawnAs(id);
    this.#mark();
    if (shown === undefined) return;
    this.context.graph.select(shown);
    await nextFrame(); // the line that tells what is selected may have taken some of the drawing's room
    this.context.graph.reveal(shown);
  }

  #mark(): void {
    const { graph, overview } = this.context;
    const scene = graph.scene();
    const drawn = drawnIds(scene);
    const found = new Set(this.#ids.flatMap((id) => this.#drawnAs(id, drawn) ?? []));
    const id = this.#at === undefined ? undefined : this.#ids[this.#at];
    const current = id === undefined ? undefined : this.#drawnAs(id, drawn);
    graph.markFound(found, current);
    overview.markFound(found, current);
    this.#marked = scene;
  }

  /** What is drawn of a subject: itself, else its first layer, else what hides it. */
  #drawnAs(id: string, drawn = drawnIds(this.context.graph.scene())): string | undefined {
    const inside = this.#network?.subjects.get(id)?.layers[0]?.layer.name;
    const ids = [id, ...(inside === undefined ? [] : [inside]), ...(this.#containers.get(id) ?? [])];
    return ids.find((some) => drawn.has(some));
  }

  #close(): void {
    this.bar.hide();
    this.#ids = [];
    this.#at = undefined;
    this.#mark();
    this.context.leave();
  }
}

function drawnIds(scene: PlacedScene | undefined): ReadonlySet<string> {
  return new Set(scene?.boxes.map(({ node }) => node.id));
}

/** Settles when the page has been laid out and its observers have been told. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}
