import type { Point } from './layoutScene';
import type { Rect, Size } from './viewport';

const distance = 12;
const edge = 8;

/**
 * Where a floating card goes: beside the target, else below or above it, always wholly inside the window. If no side has
 * room, the side with the most of it; then the card overlaps the target as little as it can.
 */
export function placeCard(target: Rect, card: Size, window: Size): Point {
  const room = {
    right: window.width - (target.x + target.width),
    left: target.x,
    below: window.height - (target.y + target.height),
    above: target.y,
  };
  const [width, height] = [card.width + distance + edge, card.height + distance + edge];
  const beside = {
    right: room.right - width,
    left: room.left - width,
    below: room.below - height,
    above: room.above - height,
  };
  const order = ['right', 'left', 'below', 'above'] as const;
  const side =
    order.find((some) => beside[some] >= 0) ?? [...order].sort((a, b) => beside[b] - beside[a])[0] ?? 'right';
  const at = {
    right: { x: target.x + target.width + distance, y: target.y },
    left: { x: target.x - distance - card.width, y: target.y },
    below: { x: target.x, y: target.y + target.height + distance },
    above: { x: target.x, y: target.y - distance - card.height },
  }[side];
  return {
    x: within(at.x, card.width, window.width),
    y: within(at.y, card.height, window.height),
  };
}

function within(start: number, length: number, room: number): number {
  return Math.max(edge, Math.min(start, room - length - edge));
}
