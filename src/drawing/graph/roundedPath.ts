import type { Point } from './layoutScene';

/** An SVG path through the points, its corners rounded up to a radius. */
export function roundedPath(points: readonly Point[], radius: number): string {
  const corners = distinct(points);
  const parts = corners.map((point, index) => {
    const [before, after] = [corners[index - 1], corners[index + 1]];
    if (before === undefined) return `M${point.x} ${point.y}`;
    if (after === undefined) return `L${point.x} ${point.y}`;
    const start = towards(point, before, radius);
    const end = towards(point, after, radius);
    return `L${start.x} ${start.y}Q${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  return parts.join('');
}

/** The point at most `distance`, and at most half the way, from one point towards another. */
function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const part = Math.min(distance, length / 2) / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

function distinct(points: readonly Point[]): Point[] {
  return points.filter((point, index) => {
    const before = points[index - 1];
    return before?.x !== point.x || before.y !== point.y;
  });
}
