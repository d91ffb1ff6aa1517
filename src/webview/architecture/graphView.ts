import { buildScene } from './buildScene';
import { Drawing, type TintOf } from './drawing';
import { setAttributes, svg } from '../element';
import { GraphWindow } from './graphWindow';
import { interpolate } from './interpolate';
import { sceneLayout, type LaidOut, type Place, type Point } from './layoutScene';
import type { Network } from './network';
import { placeScene, type PlacedBox, type PlacedScene } from './placeScene';
import type { SceneGraph } from './scene';
import type { Measure } from './textWidth';
import { Tween } from './tween';
import type { View } from './viewport';

/** What the user did to the drawing. */
export interface GraphEvents {
  /** The view, or which cards are open, has changed. */
  readonly changed: () => void;
  /** The drawing has moved under the pointer. */
  readonly moved: () => void;
  readonly clicked: (subject: string) => void;
}

export interface GraphOptions {
  readonly place: Place;
  readonly measure: Measure;
  readonly events: GraphEvents;
}

/** What outlives the drawing: which cards are open, and the view unless it follows the panel's width. */
export interface GraphState {
  readonly opened: readonly string[];
  readonly view: View | undefined;
}

/** The drawing of one network at a time: laid out anew when a card opens, and at no other time. */
export class GraphView {
  readonly surface: SVGSVGElement;
  readonly window: GraphWindow;
  readonly #drawing = new Drawing();
  readonly #layout: (graph: SceneGraph) => Promise<LaidOut>;
  readonly #motion = new Tween();
  #network: Network | undefined;
  #opened: ReadonlySet<string> = new Set();
  #scene: PlacedScene | undefined;
  #generation = 0;

  constructor(private readonly options: GraphOptions) {
    const { place, events } = options;
    this.#layout = sceneLayout(place);
    this.surface = svg('svg', { id: 'graph', role: 'group', tabindex: -1 }, [this.#drawing.root]);
    this.window = new GraphWindow(this.surface, this.#drawing.root, {
      changed: events.changed,
      moved: events.moved,
      clicked: (target) => {
        const subject = target.closest('.item')?.getAttribute('data-subject');
        if (typeof subject === 'string') events.clicked(subject);
      },
    });
  }

  /** Lays a network out and draws it as `restore` had it. */
  async show(network: Network, restore: GraphState): Promise<void> {
    this.#network = network;
    this.#opened = new Set(restore.opened);
    const placed = await this.#layOut(network);
    if (placed === undefined) return;
    this.#motion.finish();
    setAttributes(this.surface, { 'aria-label': `Architecture of ${network.architecture.name}` });
    this.#draw(network, placed);
    this.window.open(placed, restore.view);
  }

  /** Opens or closes a card, which stays where it is on the screen. */
  async toggle(id: string): Promise<void> {
    const network = this.#network;
    if (network === undefined) return;
    this.#opened = toggled(this.#opened, id);
    const placed = await this.#layOut(network);
    if (placed === undefined) return;
    this.#motion.finish();
    const before = this.#scene ?? placed;
    this.#motion.run((part) => {
      this.#draw(network, part === 1 ? placed : interpolate(before, placed, part));
      if (part === 1) this.options.events.changed();
    });
    this.window.resize(placed, shiftOf(id, before, placed));
  }

  /** Changes colours and numbers only. */
  paint(tintOf: TintOf): void {
    this.#drawing.paint(tintOf);
  }

  reveal(subject: string): void {
    const box = this.#scene === undefined ? undefined : boxOf(subject, this.#scene);
    if (box !== undefined) this.window.reveal(box);
  }

  elementOf(subject: string): SVGGElement | undefined {
    return this.#drawing.elementOf(subject);
  }

  /** Marks the layer that doesn't fit, or the nearest that is drawn of what it is in; nothing: no mark. */
  markFault(layer: string | undefined): void {
    for (const marked of this.surface.querySelectorAll('.faulty')) marked.classList.remove('faulty');
    const found = enclosing(layer).find((id) => this.elementOf(id) !== undefined);
    if (found !== undefined) this.elementOf(found)?.classList.add('faulty');
  }

  /** Ids that the keyboard stops at, in drawing order. */
  stops(): readonly string[] {
    return (this.#scene?.boxes ?? []).filter(({ node }) => node.content.stop).map(({ node }) => node.id);
  }

  /** What is drawn, while cards move, on its way. */
  scene(): PlacedScene | undefined {
    return this.#scene;
  }

  state(): GraphState {
    return { opened: [...this.#opened], view: this.window.chosen() };
  }

  /** Nothing if another layout was asked for meanwhile. */
  async #layOut(network: Network): Promise<PlacedScene | undefined> {
    const mine = ++this.#generation;
    const graph = buildScene(network, { opened: this.#opened, measure: this.options.measure });
    const laidOut = await this.#layout(graph);
    return mine === this.#generation ? placeScene(graph, laidOut) : undefined;
  }

  #draw(network: Network, scene: PlacedScene): void {
    this.#scene = scene;
    this.#drawing.show(scene, network);
  }
}

/** `layer2.0.conv1`, `layer2.0`, `layer2`; of a layer outside the stages, the stem or the head as well. */
function enclosing(layer: string | undefined): readonly string[] {
  if (layer === undefined) return [];
  const parts = layer.split('.');
  const paths = parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
  return [...paths, ...(/^(fc|flatten|avgpool)/.test(layer) ? ['head'] : ['stem'])];
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

function boxOf(id: string, { boxes }: PlacedScene): PlacedBox | undefined {
  return boxes.find(({ node }) => node.id === id);
}

/** How far a box of the second layout is from where the first had it. */
function shiftOf(id: string, before: PlacedScene, after: PlacedScene): Point {
  const [old, now] = [boxOf(id, before), boxOf(id, after)];
  return old === undefined || now === undefined ? { x: 0, y: 0 } : { x: old.x - now.x, y: old.y - now.y };
}
