import type uPlot from 'uplot';
import type { ChartTheme } from './chartTheme';

/** How near to the line, in CSS px, it can be taken hold of. */
const reach = 8;

/** Where a chart is looked back at, or its newest step while nothing is. */
export interface Moment {
  /** On the horizontal axis. */
  readonly place: number;
  readonly isPast: boolean;
}

/** A handle at the foot of a chart, where no text stands, to drag through time by; the line above it is drawn where something past is looked at. */
export function drawMoment(plot: uPlot, theme: ChartTheme, { place, isPast }: Moment): void {
  const { ctx, bbox } = plot;
  const x = Math.round(plot.valToPos(place, 'x', true));
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.fillStyle = ctx.strokeStyle = isPast ? theme.text : theme.faintText;
  drawHandle(ctx, { x, y: bbox.top + bbox.height, half: Math.round(5 * devicePixelRatio) });
  if (isPast) drawLine(ctx, x, bbox);
  ctx.restore();
}

/** Whether a point over a chart, in CSS px from its left edge, takes hold of the line or its handle. */
export function holdsMoment(plot: uPlot, place: number, left: number): boolean {
  return Math.abs(plot.valToPos(place, 'x') - left) <= reach;
}

interface Handle {
  readonly x: number;
  readonly y: number;
  /** Of its width, in pixels. */
  readonly half: number;
}

function drawHandle(ctx: CanvasRenderingContext2D, { x, y, half }: Handle): void {
  ctx.beginPath();
  ctx.moveTo(x - half, y);
  ctx.lineTo(x + half, y);
  ctx.lineTo(x, y - 2 * half);
  ctx.fill();
}

function drawLine(ctx: CanvasRenderingContext2D, x: number, { top, height }: uPlot.BBox): void {
  ctx.lineWidth = Math.max(1, Math.round(2 * devicePixelRatio));
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, top + height);
  ctx.stroke();
}
