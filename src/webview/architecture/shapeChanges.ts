import type { GraphShape, GraphView } from './graphView';
import type { Inspection } from './inspection';
import type { Keyboard } from './keyboard';
import { openAt, type LevelName } from '../../drawing/graph/levels';
import type { Network } from '../../drawing/graph/network';

/** What changes of the drawing's shape need of the panel. */
export interface ShapeContext {
  readonly graph: GraphView;
  readonly inspection: Inspection;
  readonly keyboard: () => Keyboard;
  readonly network: () => Network | undefined;
  /** The new shape is laid out. */
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
}

/** Changes the shape of the drawing: what had the focus has it afterwards, or else the box that Tab reaches then. */
export class ShapeChanges {
  constructor(private readonly context: ShapeContext) {}

  /** Opens or closes a box, if it is one that opens. */
  toggle(id: string): void {
    const { graph } = this.context;
    if (graph.elementOf(id)?.hasAttribute('aria-expanded') === true) void this.#follow(graph.toggle(id), id);
  }

  openTo(level: LevelName): void {
    const network = this.context.network();
    if (network !== undefined) this.reshape({ opened: openAt(level, network) });
  }

  reshape(change: Partial<GraphShape>): void {
    void this.#follow(this.context.graph.reshape(change));
  }

  /** Opens these besides what is open; settles when they are laid out, or could not be. */
  open(ids: readonly string[]): Promise<void> {
    const { opened } = this.context.graph.state();
    return this.#follow(this.context.graph.reshape({ opened: [...new Set([...opened, ...ids])] }));
  }

  #follow(change: Promise<void>, id?: string): Promise<void> {
    const { graph, inspection, keyboard, changed, failed } = this.context;
    const focused = graph.surface.contains(document.activeElement);
    inspection.hide();
    const done = (): void => {
      keyboard().settle(id);
      if (focused) keyboard().focus();
      changed();
    };
    return change.then(done, failed);
  }
}
