import type { ComparedSide } from '../../protocol/viewContract';
import { anchorOf, candidatesIn } from '../architecture/anchor';
import { buildScene } from '../../drawing/graph/buildScene';
import { Drawing } from '../architecture/drawing';
import type { TintOf } from '../../drawing/graph/tint';
import { GestureReader } from '../architecture/gesture';
import { GraphWindow } from '../architecture/graphWindow';
import { movement } from '../architecture/interpolate';
import type { Place } from '../../drawing/graph/enginePlaces';
import { sceneLayout, type LaidOut, type Point } from '../../drawing/graph/layoutScene';
import type { MarkName } from '../architecture/marks';
import type { Network } from '../../drawing/graph/network';
import { placeScene, type PlacedScene } from '../../drawing/graph/placeScene';
import type { SceneGraph } from '../../drawing/graph/scene';
import type { Measure } from '../../drawing/graph/textWidth';
import { boxOf } from '../architecture/trace';
import { Tween } from '../architecture/tween';
import type { Rect } from '../architecture/viewport';
import { setAttributes, svg } from '../element';
import { pairScene, type PairScene } from './pairScene';
import type { Parts } from './parts';
import { across, forBoth, sides, type Both } from './side';

/** Two networks, and what stands for what. */
export interface ComparedPair {
  readonly networks: Both<Network>;
  readonly parts: Both<Parts>;
}

/** Ids of the stages, runs and cards whose inside is shown, on each side. */
export type Opened = Both<readonly string[]>;

export interface PairOptions {
  readonly place: Place;
  readonly measure: Measure;
  /** The window, or what is in it, has changed. */
  readonly changed: () => void;
  /** The drawings have moved under the pointer. */
  readonly moved: () => void;
  readonly clicked: (side: ComparedSide, act: 'open' | 'select', subject: string) => void;
}

/** Small panels show two networks at less than a readable size, rather than a part of them. */
const leastScale = 0.4;

/** Two networks beside each other in one window: one scale, one place, rows that stand for each other at one height. */
export class PairView {
  readonly surface: SVGSVGElement;
  readonly window: GraphWindow;
  readonly #drawings = forBoth(() => new Drawing());
  readonly groups: Both<SVGGElement>;
  readonly #layout: (graph: SceneGraph) => Promise<LaidOut>;
  readonly #motion = new Tween();
  readonly #gestures = new GestureReader();
  #pair: ComparedPair | undefined;
  #opened: Opened = { left: [], right: [] };
  #drawn: PairScene | undefined;
  #generation = 0;

  constructor(private readonly options: PairOptions) {
    this.#layout = sceneLayout(options.place);
    this.groups = forBoth((side) =>
      svg('g', { 'data-side': side, role: 'group', tabindex: -1 }, [this.#drawings[side].root]),
    );
    const root = svg('g', {}, [this.groups.left, this.groups.right]);
    this.surface = svg('svg', { id: 'graph', role: 'group', 'aria-label': 'Two networks', tabindex: -1 }, [root]);
    this.window = new GraphWindow(this.surface, root, {
      changed: () => {
        for (const side of sides) this.#drawings[side].look(this.window.visible());
        options.changed();
      },
      moved: options.moved,
      clicked: (target) => this.#clicked(target),
      leastScale,
    });
  }

  /** What screen readers call the two drawings. */
  name(titles: Both<{ readonly title: string }>): void {
    for (const side of sides)
      setAttributes(this.groups[side], { 'aria-label': `Architecture of ${titles[side].title}` });
  }

  /** Lays both out and shows them from their beginning. */
  async show(pair: ComparedPair, opened: Opened): Promise<void> {
    this.#pair = pair;
    this.#opened = opened;
    const drawn = await this.#layOut(pair);
    if (drawn === undefined) return;
    this.#motion.finish();
    this.#drawn = drawn;
    this.window.open(drawn.size, undefined);
    for (const side of sides) this.#drawings[side].show(drawn.scenes[side], pair.networks[side]);
  }

  /** Opens or closes a box and what stands for it on the other side. */
  async toggle(side: ComparedSide, id: string): Promise<void> {
    const partners = this.#pair?.parts[side].get(id)?.partners ?? [];
    const opens = !this.isOpen(side, id);
    const changed = (ids: readonly string[], these: readonly string[]): readonly string[] =>
      opens ? [...new Set([...ids, ...these])] : ids.filter((some) => !these.includes(some));
    const of: Opened = { ...this.#opened, [side]: changed(this.#opened[side], [id]) };
    await this.reshape({ ...of, [across[side]]: changed(of[across[side]], partners) }, { side, id });
  }

  /** Shows other insides; `still`, or else what is in the window, stays where it is on the screen. */
  async reshape(opened: Opened, still?: { readonly side: ComparedSide; readonly id: string }): Promise<void> {
    this.#opened = opened;
    const pair = this.#pair;
    const after = pair === undefined ? undefined : await this.#layOut(pair);
    if (pair === undefined || after === undefined) return;
    this.#motion.finish();
    const before = this.#drawn ?? after;
    const side = still?.side ?? 'left';
    const [old, now] = [before.scenes[side], after.scenes[side]];
    const candidates = still === undefined ? candidatesIn(this.window.visible(), old) : [still.id];
    const by = anchorOf(candidates, { before: old, after: now, network: pair.networks[side] })?.by ?? { x: 0, y: 0 };
    this.#drawn = after;
    this.window.resize(after.size, by);
    this.#move(before, after, by);
    this.options.changed();
  }

  /** Changes colours and numbers only. */
  paint(tints: Both<TintOf>): void {
    for (const side of sides) this.#drawings[side].paint(tints[side]);
  }

  mark(side: ComparedSide, name: MarkName, ids: readonly string[]): void {
    this.#drawings[side].marks.set(name, ids);
  }

  /** Keeps one box drawn even where it is out of sight. */
  pin(side: ComparedSide, id: string): void {
    this.#drawings[side].pin(id);
  }

  elementOf(side: ComparedSide, id: string): SVGGElement | undefined {
    return this.#drawings[side].elementOf(id);
  }

  isOpen(side: ComparedSide, id: string): boolean {
    return this.#opened[side].includes(id);
  }

  /** Ids that the keyboard stops at, in drawing order. */
  stops(side: ComparedSide): readonly string[] {
    const boxes = this.#drawn?.scenes[side].boxes ?? [];
    return boxes.filter(({ node }) => node.content.stop).map(({ node }) => node.id);
  }

  /** Where a box is drawn, if it is. */
  boxOf(side: ComparedSide, id: string): Rect | undefined {
    const scene = this.#drawn?.scenes[side];
    return scene === undefined ? undefined : boxOf(id, scene);
  }

  drawn(): PairScene | undefined {
    return this.#drawn;
  }

  #move(before: PairScene, after: PairScene, by: Point): void {
    const pair = this.#pair;
    if (pair === undefined) return;
    const ways = forBoth((side) => movement(before.scenes[side], after.scenes[side], by));
    this.#motion.run((part) => {
      for (const side of sides) {
        const scene = part === 1 ? after.scenes[side] : ways[side](part);
        this.#drawings[side].show(scene, pair.networks[side]);
      }
    });
  }

  #clicked(target: Element): void {
    const side = sides.find((some) => this.groups[some].contains(target));
    const { act, subject } = this.#gestures.read(target, performance.now());
    if (side !== undefined && subject !== undefined) this.options.clicked(side, act, subject);
  }

  /** Nothing if another layout was asked for meanwhile. */
  async #layOut({ networks, parts }: ComparedPair): Promise<PairScene | undefined> {
    const mine = ++this.#generation;
    const place = async (side: ComparedSide): Promise<PlacedScene> => {
      const opened = new Set(this.#opened[side]);
      const graph = buildScene(networks[side], { opened, measure: this.options.measure });
      return placeScene(graph, await this.#layout(graph));
    };
    const [left, right] = await Promise.all([place('left'), place('right')]);
    return mine === this.#generation ? pairScene({ left, right }, parts) : undefined;
  }
}
