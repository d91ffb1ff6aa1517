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
    if (graph.elementOf(id)?.hasAttribute('aria-expanded') === true) this.#follow(graph.toggle(id), id);
  }

  openTo(level: LevelName): void {
    const network = this.context.network();
    if (network !== undefined) this.reshape({ opened: openAt(level, network) });
  }

  reshape(change: Partial<GraphShape>): void {
    this.#follow(this.context.graph.reshape(change));
  }

  #follow(change: Promise<void>, id?: string): void {
    const { graph, inspection, keyboard, changed, failed } = this.context;
    const focused = graph.surface.contains(document.activeElement);
    inspection.hide();
    const done = (): void => {
      keyboard().settle(id);
      if (focused) keyboard().focus();
      changed();
    };
    change.then(done, failed);
  }
}
