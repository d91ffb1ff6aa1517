import type { Point } from '../../drawing/graph/layoutScene';
import type { Rect, Size } from './viewport';

/** What the floating card has to keep to, in px of the window. */
export interface Surroundings {
  /** What the card is about; it is not covered as long as any side has room. */
  readonly target: Rect;
  /** Where the whole drawing ends; beyond it the card covers nothing at all. */
  readonly drawingEnd: number;
  readonly window: Size;
}

const distance = 12;
const edge = 8;

const sides = ['beyond', 'right', 'left', 'below', 'above'] as const;

type Side = (typeof sides)[number];

/**
 * Where a floating card goes: beyond the drawing, else beside its target, else below or above it, always wholly inside the
 * window. If no side has room, the side that lacks least; then the card overlaps the target as little as it can.
 */
export function placeCard(card: Size, surroundings: Surroundings): Point {
  const { window } = surroundings;
  const spare = spareRoom(card, surroundings);
  const roomiest = [...sides].sort((a, b) => spare[b] - spare[a])[0] ?? 'right';
  const side = sides.find((some) => spare[some] >= 0) ?? roomiest;
  const { x, y } = spotAt(card, surroundings)[side];
  return { x: within(x, card.width, window.width), y: within(y, card.height, window.height) };
}

/** What would be left of each side's room; negative where the card doesn't fit. */
function spareRoom(card: Size, { target, drawingEnd, window }: Surroundings): Record<Side, number> {
  const [width, height] = [card.width + distance + edge, card.height + distance + edge];
  return {
    beyond: window.width - Math.max(drawingEnd, target.x + target.width) - width,
    right: window.width - (target.x + target.width) - width,
    left: target.x - width,
    below: window.height - (target.y + target.height) - height,
    above: target.y - height,
  };
}

function spotAt(card: Size, { target, drawingEnd }: Surroundings): Record<Side, Point> {
  return {
    beyond: { x: Math.max(drawingEnd, target.x + target.width) + distance, y: target.y },
    right: { x: target.x + target.width + distance, y: target.y },
    left: { x: target.x - distance - card.width, y: target.y },
    below: { x: target.x, y: target.y + target.height + distance },
    above: { x: target.x, y: target.y - distance - card.height },
  };
}

function within(start: number, length: number, room: number): number {
  return Math.max(edge, Math.min(start, room - length - edge));
}
