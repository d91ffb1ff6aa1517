import { Bands } from './bands';
import { arrowDefinitions, drawEdge, shapeEdge } from './drawEdge';
import { drawBox, type DrawnBox } from './drawBox';
import { setAttributes, svg } from '../element';
import { itemAttributes } from './itemAttributes';
import { FaultBadge } from './faultBadge';
import { Marks } from './marks';
import type { Network } from '../../drawing/graph/network';
import type { PlacedBox, PlacedEdge, PlacedScene } from '../../drawing/graph/placeScene';
import type { Look } from '../../drawing/graph/scene';
import { boxIsIn, contains, edgeIsIn, widened } from './sight';
import type { TintOf, Wearer } from '../../drawing/graph/tint';
import type { Rect } from './viewport';

interface Kept extends DrawnBox {
  readonly key: string;
  readonly wearer: Wearer;
}

/** Looks that lie under the edges, each in a layer of its own: what they frame is drawn over them, whichever comes first. */
const behind = ['frame', 'run', 'open'] as const satisfies readonly Look[];

/** Scenes of up to so many boxes are drawn whole; of larger ones, what is in the window or up to `margin` windows beside it. */
const whole = 400;
const margin = 0.6;

/** Why something is to be drawn: the first scene, another one, or another part of the same. */
type Refresh = 'new' | 'changed' | 'moved';

/** The SVG content for a placed scene, kept up to date by keys: what stays keeps its element, its focus and the hover. */
export class Drawing {
  readonly #back = new Map<Look, SVGGElement>(behind.map((look) => [look, svg('g')]));
  readonly #bands = new Bands();
  readonly #middle = svg('g');
  readonly #front = svg('g');
  readonly root = svg('g', {}, [
    arrowDefinitions(),
    ...this.#back.values(),
    this.#bands.element,
    this.#middle,
    this.#front,
  ]);
  readonly badge = new FaultBadge((id) => this.elementOf(id));
  readonly marks = new Marks((id) => this.#boxes.get(id)?.element ?? this.#edges.get(id));
  #boxes: ReadonlyMap<string, Kept> = new Map();
  #edges: ReadonlyMap<string, SVGPathElement> = new Map();
  #tintOf: TintOf = () => undefined;
  #shown: { readonly scene: PlacedScene; readonly network: Network } | undefined;
  #window: Rect | undefined;
  #drawn: Rect | undefined;
  #pinned = '';

  show(scene: PlacedScene, network: Network): void {
    const changes = this.#shown !== undefined;
    this.#shown = { scene, network };
    this.#refresh(changes ? 'changed' : 'new');
  }

  /** What the window shows now; only so much of a large scene is drawn. */
  look(window: Rect): void {
    this.#window = window;
    if (this.#drawn !== undefined && !contains(this.#drawn, window)) this.#refresh('moved');
  }

  /** Keeps a box drawn wherever the window is, such as the one that the Tab key reaches. */
  pin(id: string): void {
    this.#pinned = id;
    if (this.#drawn !== undefined && !this.#boxes.has(id)) this.#refresh('moved');
  }

  /** Changes colours and numbers only. */
  paint(tintOf: TintOf): void {
    this.#tintOf = tintOf;
    for (const kept of this.#boxes.values()) paintBox(kept, tintOf);
    this.#bands.paint(tintOf);
  }

  elementOf(subject: string): SVGGElement | undefined {
    return this.#boxes.get(subject)?.element;
  }

  #refresh(why: Refresh): void {
    if (this.#shown === undefined) return;
    const { scene, network } = this.#shown;
    const { boxes, edges } = this.#inSight(scene);
    const same = (id: string): Kept | undefined => (why === 'moved' ? this.#boxes.get(id) : undefined);
    const kept = new Map(boxes.map((box) => [box.node.id, same(box.node.id) ?? this.#keep(box, network)]));
    for (const [id, old] of this.#boxes) if (kept.get(id) !== old) old.element.remove();
    for (const { node } of boxes) {
      const element = kept.get(node.id)?.element;
      if (element !== undefined) insert(element, this.#back.get(node.look) ?? this.#front, why);
    }
    this.#boxes = kept;
    this.#showEdges(edges, why);
  }

  #inSight({ boxes, edges }: PlacedScene): Pick<PlacedScene, 'boxes' | 'edges'> {
    const solid = boxes.filter(({ node }) => node.look !== 'unit');
    const sight = this.#window === undefined || solid.length <= whole ? undefined : widened(this.#window, margin);
    this.#drawn = sight;
    if (sight === undefined) return { boxes: solid, edges };
    return {
      boxes: solid.filter((box) => boxIsIn(box, sight) || box.node.id === this.#pinned),
      edges: edges.filter((edge) => edgeIsIn(edge, sight)),
    };
  }

  /** The box's element if it still looks the same, otherwise a new one; at its place in either case. */
  #keep(box: PlacedBox, network: Network): Kept {
    const key = keyOf(box);
    const known = this.#boxes.get(box.node.id);
    const kept = known?.key === key ? known : this.#make(box, network);
    setAttributes(kept.element, { transform: `translate(${box.x} ${box.y})` });
    kept.stretch(box);
    return kept;
  }

  #make(box: PlacedBox, network: Network): Kept {
    const drawn = drawBox(box);
    const { subject } = box.node.content;
    setAttributes(drawn.element, itemAttributes(box.node, network));
    if (subject !== undefined) drawn.element.classList.add('item');
    this.marks.dress(box.node.id, drawn.element);
    this.badge.dress(box.node.id, drawn.element);
    const kept = { ...drawn, key: keyOf(box), wearer: box.node.content };
    paintBox(kept, this.#tintOf);
    return kept;
  }

  #showEdges(edges: readonly PlacedEdge[], why: Refresh): void {
    const same = (id: string): SVGPathElement | undefined => (why === 'moved' ? this.#edges.get(id) : undefined);
    const shown = new Map(edges.map((edge) => [edge.id, same(edge.id) ?? this.#keepEdge(edge)]));
    for (const [id, path] of this.#edges) if (shown.get(id) !== path) path.remove();
    for (const path of shown.values()) insert(path, this.#middle, why);
    this.#edges = shown;
    this.#bands.show(edges, this.#tintOf);
  }

  #keepEdge(edge: PlacedEdge): SVGPathElement {
    const known = this.#edges.get(edge.id);
    const path = known?.classList.contains(edge.look) === true ? known : drawEdge(edge);
    if (path !== known) this.marks.dress(edge.id, path);
    shapeEdge(path, edge);
    return path;
  }
}

function insert(element: SVGElement, layer: SVGGElement, why: Refresh): void {
  if (element.parentNode === layer) return;
  if (why === 'changed') element.classList.add('appearing');
  layer.append(element);
}

/** Equal for boxes that differ only in where they are and in how far they have opened. */
function keyOf({ node: { look, content, body } }: PlacedBox): string {
  return JSON.stringify([look, content, body.type === 'leaf' ? body.width : 0]);
}

function paintBox({ element, value, wearer }: Kept, tintOf: TintOf): void {
  if (wearer.subject === undefined && wearer.shortcutOf === undefined) return;
  const tint = tintOf(wearer);
  const shade = tint?.shade;
  element.classList.toggle('tinted', shade !== undefined);
  if (shade !== undefined) {
    element.style.setProperty('--fill', shade.fill);
    element.style.setProperty('--ink', shade.ink);
  }
  const text = tint?.value ?? '';
  if (value !== undefined && value.textContent !== text) value.textContent = text;
}
