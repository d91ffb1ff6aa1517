import { formatShape } from '../../model/layer';
import { exact } from '../format';
import { drawBox, type DrawnBox } from './drawBox';
import { setAttributes, svg } from './element';
import type { Network } from './network';
import type { Shade } from './palette';
import type { PlacedBox, PlacedEdge, PlacedScene } from './placeScene';
import type { EdgeLook, Look } from './scene';
import { roundedPath } from './roundedPath';

/** A box's tint and the number written on it; nothing where the metric says nothing of it. */
export interface Tint {
  readonly shade: Shade | undefined;
  readonly value: string;
}

/** The SVG content for a placed scene, kept up to date by keys: what stays keeps its element, focus and hover. */
export interface Drawing {
  readonly root: SVGGElement;
  show(scene: PlacedScene, network: Network): void;
  /** Changes colours and numbers only. */
  paint(tintOf: (subject: string) => Tint | undefined): void;
  elementOf(subject: string): SVGGElement | undefined;
}

interface Kept extends DrawnBox {
  readonly key: string;
  readonly subject: string | undefined;
}

const edgeLooks: readonly EdgeLook[] = ['flow', 'identity', 'projection', 'padded'];
const corner = 22;

/** Looks that lie under the edges: what they frame is drawn over them. */
const behind: ReadonlySet<Look> = new Set(['frame', 'open']);

export function createDrawing(): Drawing {
  const layers = { back: svg('g'), edges: svg('g'), front: svg('g') };
  const root = svg('g', {}, [arrowHeads(), layers.back, layers.edges, layers.front]);
  let boxes = new Map<string, Kept>();
  let edges = new Map<string, SVGPathElement>();
  let painter: (subject: string) => Tint | undefined = () => undefined;

  function show(scene: PlacedScene, network: Network): void {
    const fresh = new Set<Kept>();
    const drawn = scene.boxes.filter(({ node }) => node.look !== 'unit').map((box) => {
      const known = boxes.get(box.node.id);
      const kept = known?.key === keyOf(box) ? known : keep(box, network);
      if (kept !== known) fresh.add(kept);
      moveBox(kept, box);
      return [box.node.id, kept, behind.has(box.node.look) ? layers.back : layers.front] as const;
    });
    const before = boxes;
    boxes = new Map(drawn.map(([id, kept]) => [id, kept]));
    for (const [id, kept] of before) if (boxes.get(id) !== kept) kept.element.remove();
    for (const [, kept, layer] of drawn) if (kept.element.parentNode !== layer) layer.append(kept.element);
    for (const kept of fresh) paintBox(kept, painter);
    edges = showEdges(scene.edges, edges, layers.edges);
  }

  return {
    root,
    show,
    paint: (tintOf) => {
      painter = tintOf;
      for (const kept of boxes.values()) paintBox(kept, tintOf);
    },
    elementOf: (subject) => boxes.get(subject)?.element,
  };
}

function keyOf({ node, width }: PlacedBox): string {
  return JSON.stringify([node.look, node.content, node.body.type === 'leaf' ? width : 0]);
}

function keep(box: PlacedBox, network: Network): Kept {
  const drawn = drawBox(box);
  const { subject, stop, opens } = box.node.content;
  if (subject !== undefined) {
    drawn.element.classList.add('item');
    setAttributes(drawn.element, { 'data-subject': subject, ...roleOf(subject, network) });
    if (stop) setAttributes(drawn.element, { tabindex: -1, 'data-stop': '' });
    if (opens) setAttributes(drawn.element, { 'aria-expanded': String(box.node.look === 'open') });
  }
  return { ...drawn, key: keyOf(box), subject };
}

function roleOf(id: string, network: Network): Record<string, string> {
  const subject = network.subjects.get(id);
  if (subject === undefined) return {};
  const { title, kind, output, totals } = subject;
  const label = `${title}, ${kind}, output ${formatShape(output)}, ${exact(totals.params)} parameters`;
  return { role: 'button', 'aria-label': label, [`data-${subject.type}`]: id };
}

function moveBox({ element, frame }: Kept, { node, x, y, width, height }: PlacedBox): void {
  setAttributes(element, { transform: `translate(${x} ${y})` });
  if (frame === undefined || node.body.type === 'leaf') return;
  setAttributes(frame, { width, height: height - Number(frame.getAttribute('y') ?? 0) });
}

function paintBox({ element, value, subject }: Kept, tintOf: (subject: string) => Tint | undefined): void {
  if (subject === undefined) return;
  const tint = tintOf(subject);
  element.classList.toggle('tinted', tint?.shade !== undefined);
  if (tint?.shade !== undefined) {
    element.style.setProperty('--fill', tint.shade.fill);
    element.style.setProperty('--ink', tint.shade.ink);
  }
  if (value !== undefined && value.textContent !== (tint?.value ?? '')) value.textContent = tint?.value ?? '';
}

function showEdges(
  edges: readonly PlacedEdge[],
  known: ReadonlyMap<string, SVGPathElement>,
  layer: SVGGElement,
): Map<string, SVGPathElement> {
  const shown = new Map(edges.map((edge) => [edge.id, showEdge(edge, known.get(edge.id))]));
  for (const [id, path] of known) if (!shown.has(id)) path.remove();
  for (const path of shown.values()) if (path.parentNode !== layer) layer.append(path);
  return shown;
}

function showEdge({ id, look, arrow, points }: PlacedEdge, known: SVGPathElement | undefined): SVGPathElement {
  const path = known ?? svg('path', { class: `edge ${look}`, 'data-edge': id });
  setAttributes(path, { d: roundedPath(points, corner), 'marker-end': arrow ? `url(#arrow-${look})` : 'none' });
  return path;
}

function arrowHeads(): SVGDefsElement {
  const markers = edgeLooks.map((look) =>
    svg(
      'marker',
      {
        id: `arrow-${look}`,
        class: `arrow ${look}`,
        viewBox: '0 0 8 8',
        refX: 7,
        refY: 4,
        markerWidth: 9,
        markerHeight: 9,
        markerUnits: 'userSpaceOnUse',
        orient: 'auto',
      },
      [svg('path', { d: 'M0 0.5L8 4L0 7.5z' })],
    ),
  );
  return svg('defs', {}, markers);
}
