import type { Point } from '../../drawing/graph/layoutScene';

/** How the drawing lies in its window: screen = drawing × scale + offset. */
export interface View extends Point {
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle in px, in whichever of the two systems. */
export interface Rect extends Point, Size {}

export const scaleLimits = { low: 0.08, high: 4 } as const;

/** Below this scale no text can be read, and none is drawn. */
export const legible = 0.2;

const margin = 16;
/** Windows below this width spare half of the margin. */
const narrow = 500;
/** Between these, text on the cards is comfortable to read. */
const readable = { low: 0.7, high: 1.05 } as const;

/** The first sight: as wide as the window, readable, from the top. */
export function fitWidth(drawing: Size, window: Size, least: number = readable.low): View {
  const beside = window.width < narrow ? margin / 2 : margin;
  const scale = clamp((window.width - 2 * beside) / drawing.width, { low: least, high: readable.high });
  return { scale, x: (window.width - drawing.width * scale) / 2, y: margin };
}

/** The view in a window of another width: across the drawing as `fitted` if it was so before, else with its middle kept; what is at the top stays there. */
export function resized(view: View, fitted: { readonly before: View; readonly now: View }, wider: number): View {
  const wasFitted = Math.abs(view.scale - fitted.before.scale) < 0.001 && Math.abs(view.x - fitted.before.x) < 1;
  if (!wasFitted) return panBy(view, { x: wider / 2, y: 0 });
  const { scale, x } = fitted.now;
  return { scale, x, y: (view.y * scale) / view.scale };
}

/** All of the drawing at once. */
export function fitAll(drawing: Size, window: Size): View {
  const across = (window.width - 2 * margin) / drawing.width;
  const along = (window.height - 2 * margin) / drawing.height;
  const scale = clamp(Math.min(across, along), { low: scaleLimits.low, high: readable.high });
  return {
    scale,
    x: (window.width - drawing.width * scale) / 2,
    y: (window.height - drawing.height * scale) / 2,
  };
}

/** Zooms by a factor; the point of the window stays over the same spot of the drawing. */
export function zoomAt(view: View, factor: number, { x, y }: Point): View {
  const scale = clamp(view.scale * factor, scaleLimits);
  const ratio = scale / view.scale;
  return { scale, x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio };
}

export function panBy(view: View, { x, y }: Point): View {
  return { ...view, x: view.x + x, y: view.y + y };
}

/** Keeps a part of the drawing in the window. */
export function keepInSight(view: View, drawing: Size, window: Size): View {
  const limit = (offset: number, length: number, room: number): number => {
    const visible = Math.min(room, length) / 3;
    return clamp(offset, { low: visible - length, high: room - visible });
  };
  return {
    ...view,
    x: limit(view.x, drawing.width * view.scale, window.width),
    y: limit(view.y, drawing.height * view.scale, window.height),
  };
}

/** The least movement that brings a rectangle of the drawing into the window. */
export function reveal(view: View, target: Rect, window: Size): View {
  const along = (start: number, length: number, room: number): number => {
    if (start < margin || length > room - 2 * margin) return margin - start;
    return Math.min(0, room - margin - (start + length));
  };
  const at = onScreen(target, view);
  const dx = at.x >= 0 && at.x + at.width <= window.width ? 0 : along(at.x, at.width, window.width);
  const dy = at.y >= 0 && at.y + at.height <= window.height ? 0 : along(at.y, at.height, window.height);
  return panBy(view, { x: dx, y: dy });
}

/** A rectangle of the drawing in the window's px. */
export function onScreen({ x, y, width, height }: Rect, view: View): Rect {
  return {
    x: x * view.scale + view.x,
    y: y * view.scale + view.y,
    width: width * view.scale,
    height: height * view.scale,
  };
}

function clamp(value: number, { low, high }: { readonly low: number; readonly high: number }): number {
  return Math.min(high, Math.max(low, value));
}
