import type uPlot from 'uplot';
import type { ChartTheme } from './chartTheme';

/** A line over a chart at the place of the horizontal axis that is looked back at. */
export function drawMoment(plot: uPlot, theme: ChartTheme, place: number): void {
  const { ctx, bbox } = plot;
  const x = Math.round(plot.valToPos(place, 'x', true));
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.strokeStyle = theme.text;
  ctx.lineWidth = Math.max(1, Math.round(2 * devicePixelRatio));
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}
