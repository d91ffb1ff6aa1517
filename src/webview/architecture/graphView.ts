import { alikeOf } from './alike';
import { anchorOf, candidatesIn } from './anchor';
import { buildScene } from '../../drawing/graph/buildScene';
import type { CardSizeName } from '../../drawing/graph/cardSize';
import { Drawing } from './drawing';
import type { TintOf } from '../../drawing/graph/tint';
import { setAttributes, svg } from '../element';
import { faultSentence, type RunFault } from '../../protocol/runFault';
import { drawnAs } from './drawnAs';
import { GestureReader } from './gesture';
import { GraphWindow } from './graphWindow';
import { movement } from './interpolate';
import type { Place } from '../../drawing/graph/enginePlaces';
import { sceneLayout, type LaidOut } from '../../drawing/graph/layoutScene';
import type { Network } from '../../drawing/graph/network';
import { placeScene, type PlacedScene } from '../../drawing/graph/placeScene';
import type { SceneGraph } from '../../drawing/graph/scene';
import type { Measure } from '../../drawing/graph/textWidth';
import { boxOf, traceOf, type Trace } from './trace';
import { Tween } from './tween';
import type { View } from './viewport';

/** What the user did to the drawing. */
export interface GraphEvents {
  /** The view, or what is open, has changed. */
  readonly changed: () => void;
  /** The drawing has moved under the pointer. */
  readonly moved: () => void;
  /** A box is to be opened or closed. */
  readonly opening: (subject: string) => void;
  /** Another subject is selected, with where its input comes from and its output goes; or none. */
  readonly selected: (subject: string | undefined, trace: Trace | undefined) => void;
  /** What is drawn could not be placed by the engine. */
  readonly failed: (error: unknown) => void;
}

export interface GraphOptions {
  readonly place: Place;
  readonly measure: Measure;
  readonly events: GraphEvents;
}

/** How a network is shown, whatever the view. */
export interface GraphShape {
  /** Ids of the stages, runs and cards whose inside is shown. */
  readonly opened: readonly string[];
  readonly cardSize: CardSizeName;
}

/** What outlives the drawing; no view while it follows the panel's width. */
export interface GraphState extends GraphShape {
  readonly view: View | undefined;
}

/** The drawing of one network at a time: laid out anew when its shape changes, and at no other time. */
export class GraphView {
  readonly surface: SVGSVGElement;
  readonly window: GraphWindow;
  readonly #drawing = new Drawing();
  readonly #layout: (graph: SceneGraph) => Promise<LaidOut>;
  readonly #motion = new Tween();
  readonly #gestures = new GestureReader();
  #network: Network | undefined;
  #shape: GraphShape = { opened: [], cardSize: 'equal' };
  #scene: PlacedScene | undefined;
  #selected: string | undefined;
  #unsound: RunFault | undefined;
  #generation = 0;
  /** Layouts in hand. */
  #pending = 0;

  constructor(private readonly options: GraphOptions) {
    const { place, events } = options;
    this.#layout = sceneLayout(place, { drawn: nextPause, otherwise: () => this.#placeAgain(), failed: events.failed });
    this.surface = svg('svg', { id: 'graph', role: 'group', tabindex: -1 }, [this.#drawing.root]);
    this.window = new GraphWindow(this.surface, this.#drawing.root, {
      changed: () => {
        this.#drawing.look(this.window.visible());
        events.changed();
      },
      moved: events.moved,
      clicked: (target) => this.#clicked(target),
    });
  }

  /** Lays a network out and draws it as `restore` had it. */
  async show(network: Network, { view, ...shape }: GraphState): Promise<void> {
    this.#network = network;
    this.#shape = shape;
    const placed = await this.#layOut(network);
    if (placed === undefined) return;
    this.#motion.finish();
    setAttributes(this.surface, { 'aria-label': `Architecture of ${network.architecture.name}` });
    this.#scene = placed;
    this.window.open(placed, view);
    this.#drawing.show(placed, network);
    this.#markAgain();
  }

  /** Opens or closes a stage, a run or a card, which stays where it is on the screen. */
  toggle(id: string): Promise<void> {
    const { opened } = this.#shape;
    const next = opened.includes(id) ? opened.filter((some) => some !== id) : [...opened, id];
    return this.reshape({ opened: next }, id);
  }

  /** Shows the network in another shape; `still`, or else what is in the window, stays where it is on the screen. */
  async reshape(change: Partial<GraphShape>, still?: string): Promise<void> {
    const network = this.#network;
    this.#shape = { ...this.#shape, ...change };
    if (network === undefined) return;
    const placed = await this.#layOut(network);
    if (placed === undefined) return;
    this.#motion.finish();
    const before = this.#scene ?? placed;
    const candidates = still === undefined ? candidatesIn(this.window.visible(), before) : [still];
    const anchor = anchorOf(candidates, { before, after: placed, network });
    const by = anchor?.by ?? { x: 0, y: 0 };
    this.#scene = placed;
    this.window.resize(placed, by);
    if (anchor !== undefined && !this.window.hasTopOf(anchor.box)) this.window.reveal(anchor.box);
    const along = movement(before, placed, by);
    this.#motion.run((part) => this.#drawing.show(part === 1 ? placed : along(part), network));
    this.#markAgain();
    this.options.events.changed();
  }

  /** Selects what is drawn of a subject and traces it; nothing, or what isn't drawn, selects none. */
  select(subject: string | undefined): void {
    const trace = subject === undefined || this.#scene === undefined ? undefined : traceOf(subject, this.#scene);
    const before = this.#selected;
    this.#selected = trace === undefined ? undefined : subject;
    const { marks } = this.#drawing;
    this.surface.classList.toggle('tracing', trace !== undefined);
    marks.set('selected', this.#selected === undefined ? [] : [this.#selected]);
    marks.set('traced', trace === undefined ? [] : [...trace.edges, ...trace.own]);
    marks.set('source', trace?.sources);
    marks.set('target', trace?.targets);
    if (before !== this.#selected) this.options.events.selected(this.#selected, trace);
  }

  selected(): string | undefined {
    return this.#selected;
  }

  /** Shows which blocks have the structure of this one; of nothing, none. */
  showAlike(subject: string | undefined): void {
    const ids = subject === undefined || this.#network === undefined ? [] : alikeOf(subject, this.#network);
    this.#drawing.marks.set('alike', ids);
  }

  /** Changes colours and numbers only. */
  paint(tintOf: TintOf): void {
    this.#drawing.paint(tintOf);
  }

  /** Marks what was looked for, and which of it is the one looked at. */
  markFound(ids: Iterable<string>, current: string | undefined): void {
    this.#drawing.marks.set('found', ids);
    this.#drawing.marks.set('current', current === undefined ? [] : [current]);
  }

  reveal(subject: string): void {
    const box = this.#scene === undefined ? undefined : boxOf(subject, this.#scene);
    if (box !== undefined) this.window.reveal(box);
  }

  /** Brings boxes that move to where they go, at once. */
  rest(): void {
    this.#motion.finish();
  }

  /** Keeps one subject drawn even where it is out of sight. */
  pin(subject: string): void {
    this.#drawing.pin(subject);
  }

  elementOf(subject: string): SVGGElement | undefined {
    return this.#drawing.elementOf(subject);
  }

  /** Marks the layer that doesn't fit, or the nearest that is drawn of what it is in; nothing: no mark. */
  markFault(layer: string | undefined): void {
    const [found] = this.#drawnAs(layer);
    this.#drawing.marks.set('faulty', found === undefined ? [] : [found]);
  }

  /** Marks the block at which a run's numbers stop being sound, or what it is drawn in; nothing: no mark. */
  markUnsound(fault: RunFault | undefined): void {
    this.#unsound = fault;
    const ids = this.#drawnAs(fault?.layer);
    const block = ids.find((id) => id !== fault?.layer) ?? ids[0];
    this.#drawing.badge.set(block, fault === undefined ? '' : faultSentence(fault));
  }

  /** Ids that the keyboard stops at, in drawing order. */
  stops(): readonly string[] {
    return (this.#scene?.boxes ?? []).filter(({ node }) => node.content.stop).map(({ node }) => node.id);
  }

  /** What is drawn, or while boxes move, what it will be. */
  scene(): PlacedScene | undefined {
    return this.#scene;
  }

  state(): GraphState {
    return { ...this.#shape, view: this.window.chosen() };
  }

  #clicked(target: Element): void {
    const { act, subject } = this.#gestures.read(target, performance.now());
    if (act === 'open') this.options.events.opening(subject);
    else this.select(subject === this.#selected ? undefined : subject);
  }

  /** After the drawing has changed: what was marked may be drawn as something else. */
  #markAgain(): void {
    this.select(this.#selected);
    this.markUnsound(this.#unsound);
  }

  #drawnAs(layer: string | undefined): readonly string[] {
    if (layer === undefined || this.#network === undefined || this.#scene === undefined) return [];
    return drawnAs(layer, this.#network, this.#scene);
  }

  /** As the engine says; a layout in hand asks it already. */
  #placeAgain(): void {
    if (this.#pending === 0) this.reshape({}).catch(this.options.events.failed);
  }

  /** Nothing if another layout was asked for meanwhile. */
  async #layOut(network: Network): Promise<PlacedScene | undefined> {
    const mine = ++this.#generation;
    const { opened, cardSize } = this.#shape;
    const graph = buildScene(network, { opened: new Set(opened), measure: this.options.measure, cardSize });
    this.#pending += 1;
    const laidOut = await this.#layout(graph).finally(() => (this.#pending -= 1));
    return mine === this.#generation ? placeScene(graph, laidOut) : undefined;
  }
}

/** Settles when what was changed is painted and the page has time. */
function nextPause(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestIdleCallback(() => resolve(), { timeout: 500 })));
}
