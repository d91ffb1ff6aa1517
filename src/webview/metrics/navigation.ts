import { panned, zoomed, type AxisRange, type ShownAxis } from './axisRange';

/** Axes that keys and the wheel can zoom and move. */
export interface Navigable {
  axes(): Readonly<Record<'x' | 'y', ShownAxis>> | undefined;
  under(event: MouseEvent): Readonly<Record<'x' | 'y', number>> | undefined;
  setAxis(axis: 'x' | 'y', range: AxisRange): void;
  /** Everything is shown again. */
  reset(): void;
}

/** One press of a key zooms by this much. */
const keyZoom = 0.7;

/** A key pans by this part of an axis. */
const keyPan = 0.15;

type Change = readonly [axis: 'x' | 'y', change: (axis: ShownAxis) => AxisRange];

const zoomIn = (axis: 'x' | 'y'): Change => [axis, (shown) => zoomed(shown, keyZoom)];
const zoomOut = (axis: 'x' | 'y'): Change => [axis, (shown) => zoomed(shown, 1 / keyZoom)];
const pan = (axis: 'x' | 'y', part: number): Change => [axis, (shown) => panned(shown, part)];

/** What each key does to the axes. */
const keyChanges: Readonly<Record<string, Change>> = {
  '+': zoomIn('x'),
  '=': zoomIn('x'),
  '-': zoomOut('x'),
  ArrowUp: zoomIn('y'),
  ArrowDown: zoomOut('y'),
  'Shift+ArrowLeft': pan('x', -keyPan),
  'Shift+ArrowRight': pan('x', keyPan),
  'Shift+ArrowUp': pan('y', keyPan),
  'Shift+ArrowDown': pan('y', -keyPan),
};

/** What the mouse and the keys do in a chart. */
export const navigationHelp: readonly string[] = [
  'Drag to zoom into steps, with Shift into values; double-click shows all again.',
  'Drag the line of time, whose handle stands at the newest step, to see the graph as it was at another.',
  'The wheel with Ctrl or ⌘ zooms steps, with Shift too values; with Shift alone it moves.',
  'Keys in a chart: ← → read out, + − zoom steps, ↑ ↓ zoom values, Shift and an arrow moves, 0 shows all.',
];

/** Zooms or moves by a key; says whether it is one for that. */
export function navigateByKey(event: KeyboardEvent, chart: Navigable): boolean {
  if (event.key === '0') {
    chart.reset();
    return true;
  }
  const change = keyChanges[event.shiftKey && event.key.startsWith('Arrow') ? `Shift+${event.key}` : event.key];
  const axes = chart.axes();
  if (change === undefined || axes === undefined || event.ctrlKey || event.metaKey) return false;
  const [axis, changed] = change;
  chart.setAxis(axis, changed(axes[axis]));
  return true;
}

/** Zooms about the pointer by the wheel with Ctrl or ⌘, values with Shift too; moves by a sideways wheel, or one with Shift. */
export function navigateByWheel(event: WheelEvent, chart: Navigable): boolean {
  const axes = chart.axes();
  const under = chart.under(event);
  if (axes === undefined || under === undefined) return false;
  const turned = event.deltaY === 0 ? event.deltaX : event.deltaY; // Shift makes the wheel's turns sideways on some systems
  if (event.ctrlKey || event.metaKey) {
    const axis = event.shiftKey ? 'y' : 'x';
    chart.setAxis(axis, zoomed(axes[axis], Math.exp(clamped(turned, 200) / 400), under[axis]));
    return true;
  }
  if (!event.shiftKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return false;
  const sideways = event.shiftKey ? turned : event.deltaX;
  chart.setAxis('x', panned(axes.x, clamped(sideways, 200) / 800));
  return true;
}

function clamped(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}
