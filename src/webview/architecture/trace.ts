import type { PlacedBox, PlacedEdge, PlacedScene } from '../../drawing/graph/placeScene';
import type { SceneNode } from '../../drawing/graph/scene';

/** Where a subject's input comes from, where its output goes, and what leads through it, by the ids of boxes and edges. */
export interface Trace {
  readonly sources: ReadonlySet<string>;
  readonly targets: ReadonlySet<string>;
  /** The boxes that the subject consists of. */
  readonly own: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

/** Follows the drawn lines from a subject backwards and forwards to the next boxes; nothing if the subject isn't drawn. */
export function traceOf(subject: string, { boxes, edges }: PlacedScene): Trace | undefined {
  const nodes = new Map(boxes.map(({ node }) => [node.id, node]));
  const start = nodes.get(`${subject}/unit`) ?? nodes.get(`${subject}/projection`) ?? nodes.get(subject);
  if (start === undefined) return undefined;
  const own = new Set(leavesOf(start));
  const inner = edges.filter(({ from, to }) => own.has(from) && own.has(to)).map(({ id }) => id);
  const waypoint = (id: string): boolean => nodes.get(id)?.look === 'fork';
  const back = follow(own, { edges, waypoint, near: ({ to }) => to, far: ({ from }) => from });
  const on = follow(own, { edges, waypoint, near: ({ from }) => from, far: ({ to }) => to });
  return {
    sources: back.ends,
    targets: on.ends,
    own,
    edges: withPieces([...inner, ...back.edges, ...on.edges], edges),
  };
}

/** Edges by their ids, with the pieces of line that go on at a stage's frame. */
function withPieces(ids: readonly string[], edges: readonly PlacedEdge[]): ReadonlySet<string> {
  const known = new Set(ids);
  const whole = edges.filter(({ id, from, to }) => known.has(id) && from !== '' && to !== '');
  const [starts, ends] = [new Set(whole.map(({ from }) => from)), new Set(whole.map(({ to }) => to))];
  const pieces = edges.filter(({ from, to }) => (from === '' && ends.has(to)) || (to === '' && starts.has(from)));
  return new Set([...ids, ...pieces.map(({ id }) => id)]);
}

/** The boxes without an inside that a box has or is. */
function leavesOf({ id, body }: SceneNode): readonly string[] {
  return body.type === 'leaf' || body.graph.nodes.length === 0 ? [id] : body.graph.nodes.flatMap(leavesOf);
}

interface Way {
  readonly edges: readonly PlacedEdge[];
  /** Boxes that are only a point on the line. */
  readonly waypoint: (id: string) => boolean;
  readonly near: (edge: PlacedEdge) => string;
  /** The box at the edge's other end; empty for a piece of line that ends at a frame. */
  readonly far: (edge: PlacedEdge) => string;
}

function follow(
  own: ReadonlySet<string>,
  { edges, waypoint, near, far }: Way,
): Pick<Trace, 'edges'> & { readonly ends: ReadonlySet<string> } {
  const reached = new Set(own);
  const [ends, lines] = [new Set<string>(), new Set<string>()];
  const step = (id: string): void => {
    for (const edge of edges) {
      const end = far(edge);
      if (near(edge) !== id || own.has(end)) continue;
      lines.add(edge.id);
      if (!waypoint(end)) ends.add(end);
      else if (!reached.has(end)) {
        reached.add(end);
        step(end);
      }
    }
  };
  for (const id of own) step(id);
  ends.delete('');
  return { ends, edges: lines };
}

/** The box that stands for a subject, found by its id. */
export function boxOf(id: string, { boxes }: PlacedScene): PlacedBox | undefined {
  return boxes.find(({ node }) => node.id === id);
}
