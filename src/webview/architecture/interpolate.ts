import type { Point } from '../../drawing/graph/layoutScene';
import type { PlacedBox, PlacedEdge, PlacedScene } from '../../drawing/graph/placeScene';

/** A scene on its way from one layout (0) to another (1). */
export type Movement = (part: number) => PlacedScene;

/**
 * The way between two layouts: what both have moves, what only the second has is in place at once. The first is moved as a
 * whole beforehand, so that what has to stay still has the same place in both.
 */
export function movement(from: PlacedScene, to: PlacedScene, by: Point): Movement {
  const boxes = new Map(from.boxes.map((box) => [box.node.id, box]));
  const edges = new Map(from.edges.map((edge) => [edge.id, edge]));
  return (part) => {
    const mix: Mix = (before, after) => before + (after - before) * part;
    const lag = { x: by.x * (1 - part), y: by.y * (1 - part) };
    const box = (after: PlacedBox): PlacedBox => {
      const before = boxes.get(after.node.id);
      return before === undefined || isOther(before, after) ? after : shifted(mixBox(before, after, mix), lag);
    };
    const edge = (after: PlacedEdge): PlacedEdge => mixEdge(edges.get(after.id), after, { mix, lag });
    return {
      width: to.width,
      height: mix(from.height, to.height),
      boxes: to.boxes.map(box),
      edges: to.edges.map(edge),
    };
  };
}

/** Whether a box has become something else that doesn't grow out of what it was, such as a stage's frame out of its card. */
function isOther({ node: before }: PlacedBox, { node: after }: PlacedBox): boolean {
  return before.look !== after.look && [before.look, after.look].some((look) => look === 'frame' || look === 'run');
}

type Mix = (before: number, after: number) => number;

/** Only what has a frame grows; anything else is drawn once, at its size. */
function mixBox(before: PlacedBox, after: PlacedBox, mix: Mix): PlacedBox {
  const moved = { ...after, ...mixPoint(before, after, mix) };
  if (after.node.look === 'join') return moved;
  return { ...moved, width: mix(before.width, after.width), height: mix(before.height, after.height) };
}

interface Way {
  readonly mix: Mix;
  readonly lag: Point;
}

function mixEdge(before: PlacedEdge | undefined, after: PlacedEdge, { mix, lag }: Way): PlacedEdge {
  if (before?.points.length !== after.points.length) return after;
  const points = after.points.map((point, index) => shifted(mixPoint(before.points[index] ?? point, point, mix), lag));
  return { ...after, points };
}

function shifted<P extends Point>(point: P, by: Point): P {
  return { ...point, x: point.x + by.x, y: point.y + by.y };
}

function mixPoint(before: Point, after: Point, mix: Mix): Point {
  return { x: mix(before.x, after.x), y: mix(before.y, after.y) };
}
