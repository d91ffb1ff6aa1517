import type { PlacedBox, PlacedEdge } from '../../drawing/graph/placeScene';
import type { Rect } from './viewport';

/** A rectangle made larger on each side by a part of its own size. */
export function widened({ x, y, width, height }: Rect, part: number): Rect {
  return {
    x: x - part * width,
    y: y - part * height,
    width: (1 + 2 * part) * width,
    height: (1 + 2 * part) * height,
  };
}

export function contains(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** Beyond its own rectangle a box has its bracket, its focus ring and, left of an addition, some text. */
const beyond = 16;

export function boxIsIn({ x, y, width, height }: PlacedBox, sight: Rect): boolean {
  return (
    x - beyond < sight.x + sight.width &&
    y - beyond < sight.y + sight.height &&
    x + width + beyond > sight.x &&
    y + height + beyond > sight.y
  );
}

export function edgeIsIn({ points }: PlacedEdge, sight: Rect): boolean {
  const before = points.every(({ x, y }) => x < sight.x || y < sight.y);
  const after = points.every(({ x, y }) => x > sight.x + sight.width || y > sight.y + sight.height);
  return !before && !after;
}
