import { arrowHeads, showEdge } from './drawEdge';
import { drawBox, type DrawnBox } from './drawBox';
import { setAttributes, svg } from '../element';
import { itemAttributes } from './itemAttributes';
import type { Network } from './network';
import type { Shade } from './palette';
import type { PlacedBox, PlacedEdge, PlacedScene } from './placeScene';
import type { Look } from './scene';

/** A box's tint, and the number written on it. */
export interface Tint {
  /** Nothing for a value that the scale has no place for, such as 0. */
  readonly shade: Shade | undefined;
  readonly value: string;
}

/** A subject's tint, or nothing where the metric says nothing of it. */
export type TintOf = (subject: string) => Tint | undefined;

interface Kept extends DrawnBox {
  readonly key: string;
  readonly subject: string | undefined;
}

/** Looks that lie under the edges: what they frame is drawn over them. */
const behind: ReadonlySet<Look> = new Set(['frame', 'open']);

/** The SVG content for a placed scene, kept up to date by keys: what stays keeps its element, its focus and the hover. */
export class Drawing {
  readonly #back = svg('g');
  readonly #middle = svg('g');
  readonly #front = svg('g');
  readonly root = svg('g', {}, [arrowHeads(), this.#back, this.#middle, this.#front]);
  #boxes: ReadonlyMap<string, Kept> = new Map();
  #edges: ReadonlyMap<string, SVGPathElement> = new Map();
  #tintOf: TintOf = () => undefined;

  show(scene: PlacedScene, network: Network): void {
    const boxes = scene.boxes.filter(({ node }) => node.look !== 'unit');
    const kept = new Map(boxes.map((box) => [box.node.id, this.#keep(box, network)]));
    for (const [id, old] of this.#boxes) if (kept.get(id) !== old) old.element.remove();
    for (const box of boxes) this.#insert(box, kept.get(box.node.id));
    this.#boxes = kept;
    this.#showEdges(scene.edges);
  }

  /** Changes colours and numbers only. */
  paint(tintOf: TintOf): void {
    this.#tintOf = tintOf;
    for (const kept of this.#boxes.values()) paintBox(kept, tintOf);
  }

  elementOf(subject: string): SVGGElement | undefined {
    return this.#boxes.get(subject)?.element;
  }

  /** The box's element if it still looks the same, otherwise a new one; at its place in either case. */
  #keep(box: PlacedBox, network: Network): Kept {
    const key = keyOf(box);
    const known = this.#boxes.get(box.node.id);
    const kept = known?.key === key ? known : this.#make(box, network);
    moveBox(kept, box);
    return kept;
  }

  #make(box: PlacedBox, network: Network): Kept {
    const drawn = drawBox(box);
    const { subject } = box.node.content;
    setAttributes(drawn.element, itemAttributes(box.node, network));
    if (subject !== undefined) drawn.element.classList.add('item');
    if (this.#boxes.size > 0) drawn.element.classList.add('appearing');
    const kept = { ...drawn, key: keyOf(box), subject };
    paintBox(kept, this.#tintOf);
    return kept;
  }

  #insert({ node }: PlacedBox, kept: Kept | undefined): void {
    const layer = behind.has(node.look) ? this.#back : this.#front;
    if (kept !== undefined && kept.element.parentNode !== layer) layer.append(kept.element);
  }

  #showEdges(edges: readonly PlacedEdge[]): void {
    const shown = new Map(edges.map((edge) => [edge.id, showEdge(edge, this.#edges.get(edge.id))]));
    for (const [id, path] of this.#edges) if (!shown.has(id)) path.remove();
    for (const path of shown.values()) {
      if (path.parentNode === this.#middle) continue;
      if (this.#edges.size > 0) path.classList.add('appearing');
      this.#middle.append(path);
    }
    this.#edges = shown;
  }
}

/** Equal for boxes that differ only in where they are and in how far they have opened. */
function keyOf({ node, width }: PlacedBox): string {
  return JSON.stringify([node.look, node.content, node.body.type === 'leaf' ? width : 0]);
}

function moveBox({ element, frame }: Kept, { x, y, width, height }: PlacedBox): void {
  setAttributes(element, { transform: `translate(${x} ${y})` });
  if (frame === undefined) return;
  setAttributes(frame, { width, height: height - Number(frame.getAttribute('y') ?? 0) });
}

function paintBox({ element, value, subject }: Kept, tintOf: TintOf): void {
  if (subject === undefined) return;
  const tint = tintOf(subject);
  const shade = tint?.shade;
  element.classList.toggle('tinted', shade !== undefined);
  if (shade !== undefined) {
    element.style.setProperty('--fill', shade.fill);
    element.style.setProperty('--ink', shade.ink);
  }
  const text = tint?.value ?? '';
  if (value !== undefined && value.textContent !== text) value.textContent = text;
}
