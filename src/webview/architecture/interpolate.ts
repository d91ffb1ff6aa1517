import type { Point } from './layoutScene';
import type { PlacedBox, PlacedEdge, PlacedScene } from './placeScene';

/** The scene on its way from one layout to another: what both have moves, what only the second has is in place at once. */
export function interpolate(from: PlacedScene, to: PlacedScene, part: number): PlacedScene {
  const boxes = new Map(from.boxes.map((box) => [box.node.id, box]));
  const edges = new Map(from.edges.map((edge) => [edge.id, edge]));
  const mix = (before: number, after: number): number => before + (after - before) * part;
  return {
    width: to.width,
    height: mix(from.height, to.height),
    boxes: to.boxes.map((box) => mixBox(boxes.get(box.node.id) ?? box, box, mix)),
    edges: to.edges.map((edge) => mixEdge(edges.get(edge.id) ?? edge, edge, mix)),
  };
}

type Mix = (before: number, after: number) => number;

function mixBox(before: PlacedBox, after: PlacedBox, mix: Mix): PlacedBox {
  return {
    ...after,
    ...mixPoint(before, after, mix),
    width: mix(before.width, after.width),
    height: mix(before.height, after.height),
  };
}

function mixEdge(before: PlacedEdge, after: PlacedEdge, mix: Mix): PlacedEdge {
  if (before.points.length !== after.points.length) return after;
  return { ...after, points: after.points.map((point, index) => mixPoint(before.points[index] ?? point, point, mix)) };
}

function mixPoint(before: Point, after: Point, mix: Mix): Point {
  return { x: mix(before.x, after.x), y: mix(before.y, after.y) };
}
