import { buildScene } from './buildScene';
import { createDrawing, type Tint } from './drawing';
import { setAttributes, svg } from './element';
import { interpolate } from './interpolate';
import { sceneLayout, type Place, type Point } from './layoutScene';
import type { Network } from './network';
import { listenPanZoom } from './panZoom';
import { placeScene, type PlacedBox, type PlacedScene } from './placeScene';
import type { Measure } from './textWidth';
import { tween } from './tween';
import { fitAll, fitWidth, keepInSight, panBy, reveal, zoomAt, type Rect, type Size, type View } from './viewport';

/** What the graph tells the panel. */
export interface GraphEvents {
  /** The view, or which cards are open, has changed. */
  changed(): void;
  /** A drag has begun or ended, or the drawing has moved under the pointer. */
  moved(dragging: boolean): void;
  clicked(subject: string): void;
}

/** The drawing in its window: what is open, where it is, and how it is laid out anew. */
export interface GraphView {
  readonly surface: SVGSVGElement;
  /** Lays a network out and draws it; `restore` brings back what an earlier view had. */
  show(network: Network, restore: Partial<GraphState>): Promise<void>;
  /** Opens or closes a card; it stays where it is on the screen. */
  toggle(id: string): Promise<void>;
  paint(tintOf: (subject: string) => Tint | undefined): void;
  zoom(factor: number): void;
  fit(how: 'width' | 'all'): void;
  /** Moves the drawing so that a box can be seen. */
  reveal(subject: string): void;
  /** Brings a height of the drawing (0…1) to the middle of the window. */
  scrollTo(part: number): void;
  elementOf(subject: string): SVGGElement | undefined;
  /** Ids that the keyboard stops at, in drawing order. */
  stops(): readonly string[];
  state(): GraphState;
  scene(): PlacedScene | undefined;
  /** The part of the drawing that the window shows. */
  visible(): Rect;
}

export interface GraphState {
  readonly opened: readonly string[];
  /** Nothing while the drawing follows the window's width by itself. */
  readonly view: View | undefined;
}

export interface GraphOptions {
  readonly place: Place;
  readonly measure: Measure;
  readonly events: GraphEvents;
}

export function createGraphView({ place, measure, events }: GraphOptions): GraphView {
  const layout = sceneLayout(place);
  const drawing = createDrawing();
  const surface = svg('svg', { id: 'graph', role: 'group', tabindex: -1 }, [drawing.root]);
  let network: Network | undefined;
  let opened: ReadonlySet<string> = new Set();
  let scene: PlacedScene | undefined;
  let view: View = { x: 0, y: 0, scale: 1 };
  let byUser = false;
  let generation = 0;
  const motion = tween();

  const room = (): Size => ({ width: surface.clientWidth, height: surface.clientHeight });

  function setView(next: View): void {
    view = scene === undefined ? next : keepInSight(next, scene, room());
    setAttributes(drawing.root, { transform: `translate(${round(view.x)} ${round(view.y)}) scale(${view.scale})` });
    events.changed();
  }

  function userView(next: View): void {
    byUser = true;
    setView(next);
  }

  async function layOut(of: Network): Promise<PlacedScene | undefined> {
    const mine = ++generation;
    const graph = buildScene(of, { opened, measure });
    const laidOut = await layout(graph);
    return mine === generation ? placeScene(graph, laidOut) : undefined;
  }

  function draw(of: Network, next: PlacedScene): void {
    scene = next;
    drawing.show(next, of);
  }

  async function show(next: Network, restore: Partial<GraphState>): Promise<void> {
    network = next;
    opened = new Set(restore.opened);
    const placed = await layOut(next);
    if (placed === undefined) return;
    motion.finish();
    setAttributes(surface, { 'aria-label': `Architecture of ${next.architecture.name}` });
    draw(next, placed);
    byUser = restore.view !== undefined;
    setView(restore.view ?? fitWidth(placed, room()));
  }

  async function toggle(id: string): Promise<void> {
    if (network === undefined) return;
    const of = network;
    opened = toggled(opened, id);
    const placed = await layOut(of);
    if (placed === undefined) return;
    motion.finish();
    const before = scene ?? placed;
    const shift = anchorShift(before, placed, id);
    byUser = true;
    motion.run((part) => draw(of, part === 1 ? placed : interpolate(before, placed, part)));
    setView(panBy(view, { x: shift.x * view.scale, y: shift.y * view.scale }));
  }

  const boxOf = (subject: string): PlacedBox | undefined => scene?.boxes.find(({ node }) => node.id === subject);

  listenPanZoom(surface, {
    pan: (by) => {
      userView(panBy(view, by));
      events.moved(false);
    },
    zoom: (factor, at) => {
      userView(zoomAt(view, factor, at));
      events.moved(false);
    },
    dragging: (active) => {
      surface.classList.toggle('dragging', active);
      events.moved(active);
    },
    click: (target) => {
      const subject = target.closest('.item')?.getAttribute('data-subject');
      if (subject !== null && subject !== undefined) events.clicked(subject);
    },
  });

  new ResizeObserver(() => {
    if (scene !== undefined) setView(byUser ? view : fitWidth(scene, room()));
  }).observe(surface);

  return {
    surface,
    show,
    toggle,
    paint: (tintOf) => drawing.paint(tintOf),
    zoom: (factor) => userView(zoomAt(view, factor, { x: room().width / 2, y: room().height / 2 })),
    fit: (how) => {
      if (scene === undefined) return;
      byUser = how === 'all';
      setView(how === 'all' ? fitAll(scene, room()) : fitWidth(scene, room()));
    },
    reveal: (subject) => {
      const box = boxOf(subject);
      if (box === undefined) return;
      const next = reveal(view, box, room());
      if (next.x !== view.x || next.y !== view.y) userView(next);
    },
    scrollTo: (part) => {
      if (scene !== undefined) userView({ ...view, y: room().height / 2 - part * scene.height * view.scale });
    },
    elementOf: (subject) => drawing.elementOf(subject),
    stops: () => (scene?.boxes ?? []).filter(({ node }) => node.content.stop).map(({ node }) => node.id),
    state: () => ({ opened: [...opened], view: byUser ? view : undefined }),
    scene: () => scene,
    visible: () => ({
      x: -view.x / view.scale,
      y: -view.y / view.scale,
      width: room().width / view.scale,
      height: room().height / view.scale,
    }),
  };
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** How far a box has moved within the drawing, from the second layout to the first. */
function anchorShift(before: PlacedScene, after: PlacedScene, id: string): Point {
  const [old, now] = [before, after].map((scene) => scene.boxes.find(({ node }) => node.id === id));
  return old === undefined || now === undefined ? { x: 0, y: 0 } : { x: old.x - now.x, y: old.y - now.y };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
