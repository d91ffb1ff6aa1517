import type { Point } from '../../drawing/graph/layoutScene';

/** What the user's hand does to the drawing, in px of the window. */
export interface PanZoomHandlers {
  pan(by: Point): void;
  zoom(factor: number, at: Point): void;
  /** A press and release in one spot. */
  click(target: Element): void;
  /** A drag has begun or ended. */
  dragging(active: boolean): void;
}

/** Farther than a hand trembles during a click, in px. */
const clickSlack = 4;

const linePx = 16;

/** Turns wheel, pinch and pointer events upon the surface into panning, zooming and clicks. */
export function listenPanZoom(surface: SVGSVGElement, handlers: PanZoomHandlers): void {
  surface.addEventListener('wheel', (event) => onWheel(event, surface, handlers), { passive: false });
  listenPointers(surface, handlers);
}

function onWheel(event: WheelEvent, surface: Element, handlers: PanZoomHandlers): void {
  event.preventDefault();
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? linePx : 1;
  const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
  if (event.ctrlKey || event.metaKey) {
    handlers.zoom(Math.exp(-Math.max(-60, Math.min(60, dy)) / 150), positionIn(surface, event));
    return;
  }
  const sideways = event.shiftKey && dx === 0;
  handlers.pan(sideways ? { x: -dy, y: 0 } : { x: -dx, y: -dy });
}

function listenPointers(surface: SVGSVGElement, handlers: PanZoomHandlers): void {
  const pointers = new Map<number, Point>();
  let pressed: { readonly target: Element; readonly at: Point; dragged: boolean } | undefined;

  surface.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !(event.target instanceof Element)) return;
    pointers.set(event.pointerId, positionIn(surface, event));
    pressed = { target: event.target, at: positionIn(surface, event), dragged: pointers.size > 1 };
  });

  surface.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined || pressed === undefined) return;
    const now = positionIn(surface, event);
    if (!pressed.dragged && distance(now, pressed.at) < clickSlack) return;
    if (!pressed.dragged) {
      pressed.dragged = true;
      surface.setPointerCapture(event.pointerId);
      handlers.dragging(true);
    }
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, now);
    if (other === undefined) handlers.pan({ x: now.x - before.x, y: now.y - before.y });
    else handlers.zoom(distance(now, other) / Math.max(1, distance(before, other)), other);
  });

  const release = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId) || pressed === undefined || pointers.size > 0) return;
    const { dragged, target } = pressed;
    pressed = undefined;
    if (dragged) handlers.dragging(false);
    else if (event.type === 'pointerup') handlers.click(target);
  };
  surface.addEventListener('pointerup', release);
  surface.addEventListener('pointercancel', release);
}

function positionIn(surface: Element, { clientX, clientY }: MouseEvent): Point {
  const { left, top } = surface.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
