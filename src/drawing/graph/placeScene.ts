import { frameTitle } from './stageScene';
import type { LaidOut, LaidOutNode, Point } from './layoutScene';
import { pointedAt, type EdgeLook, type GroupBody, type SceneGraph, type SceneNode } from './scene';

/** A box at its place; all coordinates from the drawing's upper left corner. */
export interface PlacedBox extends Point {
  readonly node: SceneNode;
  readonly width: number;
  readonly height: number;
  readonly spine: number;
}

export interface PlacedEdge {
  readonly id: string;
  readonly look: EdgeLook;
  readonly arrow: boolean;
  readonly points: readonly Point[];
  /** Ids of the boxes at its ends, the innermost ones; empty where a piece of line ends at a stage's frame. */
  readonly from: string;
  readonly to: string;
  readonly shortcutOf?: string | undefined;
}

/** Everything to draw, at its place: frames before what is inside them. */
export interface PlacedScene {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly edges: readonly PlacedEdge[];
}

type Level = Pick<PlacedScene, 'boxes' | 'edges'>;

/** Gives every box and edge of the scene its absolute place. */
export function placeScene(graph: SceneGraph, laidOut: LaidOut): PlacedScene {
  return { width: laidOut.width, height: laidOut.height, ...placeLevel(graph, laidOut, { x: 0, y: 0 }) };
}

function placeLevel(graph: SceneGraph, laidOut: LaidOut, origin: Point): Level {
  const levels = graph.nodes.map((node, index): Level => {
    const at = laidOut.nodes[index];
    return at === undefined ? { boxes: [], edges: [] } : placeNode(node, at, origin);
  });
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const edges = graph.edges.map(({ from, to, line, look, arrow, shortcutOf }, index): PlacedEdge => {
    const points = (laidOut.edges[index] ?? []).map((point) => shift(point, origin));
    const ends = { from: endOf(from[0], 'exit', nodes), to: endOf(to[0], 'entry', nodes) };
    return { id: line, look, arrow, points, ...ends, ...(shortcutOf === undefined ? {} : { shortcutOf }) };
  });
  return {
    boxes: levels.flatMap((level) => level.boxes),
    edges: [...levels.flatMap((level) => level.edges), ...joinLines(edges)],
  };
}

function placeNode(node: SceneNode, at: LaidOutNode, origin: Point): Level {
  const { width, height, spine } = at;
  const box: PlacedBox = { node, width, height, spine, ...shift(at, origin) };
  if (node.body.type === 'leaf' || at.inside === undefined) return { boxes: [box], edges: [] };
  const { graph, padding } = node.body;
  const inside = placeLevel(graph, at.inside, { x: box.x + padding.left, y: box.y + padding.top });
  const connectors = node.look === 'frame' ? frameEdges(box, node.body) : [];
  return { boxes: [box, ...inside.boxes], edges: [...connectors, ...inside.edges] };
}

type Nodes = ReadonlyMap<string, SceneNode>;

/** The innermost box where a line that leads to or from a box begins or ends. */
function endOf(id: string, side: 'entry' | 'exit', nodes: Nodes): string {
  const body = nodes.get(id)?.body;
  if (body?.type !== 'group' || body.graph.nodes.length === 0) return id;
  return endOf(body.graph[side], side, new Map(body.graph.nodes.map((node) => [node.id, node])));
}

/** The line through a frame's edges to the first of its boxes and from the last. */
function frameEdges({ node, x, y, height, spine }: PlacedBox, { graph, padding }: GroupBody): PlacedEdge[] {
  const at = (dy: number): Point => ({ x: x + spine, y: y + dy });
  const own: Nodes = new Map([[node.id, node]]);
  const entry = graph.nodes.find(({ id }) => id === graph.entry);
  return [
    {
      id: `${node.id}/in`,
      look: 'flow',
      arrow: entry !== undefined && pointedAt(entry),
      points: [at(2 * frameTitle), at(padding.top)],
      from: '',
      to: endOf(node.id, 'entry', own),
    },
    {
      id: `${node.id}/out`,
      look: 'flow',
      arrow: false,
      points: [at(height - padding.bottom), at(height)],
      from: endOf(node.id, 'exit', own),
      to: '',
    },
  ];
}

/** One edge for each line: the pieces' points one after the other. */
function joinLines(edges: readonly PlacedEdge[]): PlacedEdge[] {
  const lines = new Map<string, PlacedEdge>();
  for (const edge of edges) {
    const { points = [], from = edge.from } = lines.get(edge.id) ?? {};
    lines.set(edge.id, { ...edge, from, points: [...points, ...edge.points] });
  }
  return [...lines.values()];
}

function shift({ x, y }: Point, by: Point): Point {
  return { x: x + by.x, y: y + by.y };
}
