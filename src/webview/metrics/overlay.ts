import type uPlot from 'uplot';
import type { EpochResult } from '../../protocol/run';
import type { ChartSpec } from './chartSpec';
import type { ChartTheme } from './chartTheme';

/** What is drawn over and under a chart's lines. */
export interface Overlay {
  readonly plot: uPlot;
  readonly spec: ChartSpec;
  readonly theme: ChartTheme;
  readonly epochs: readonly EpochResult[];
  /** Whether the value axis is logarithmic. */
  readonly log: boolean;
}

/** Canvas px for CSS px. */
function scaled(px: number): number {
  return px * devicePixelRatio;
}

function font({ fontSize, fontFamily }: ChartTheme, weight = ''): string {
  return `${weight} ${scaled(fontSize)}px ${fontFamily}`;
}

/** A thin line at each epoch's end with its number above; numbers and lines that have no room are left out. */
export function drawEpochMarks({ plot, theme, epochs }: Overlay): void {
  const { ctx, bbox } = plot;
  const marks = epochs
    .map(({ epoch, step }) => ({ epoch, x: Math.round(plot.valToPos(step, 'x', true)) }))
    .filter(({ x }) => x >= bbox.left && x <= bbox.left + bbox.width);
  ctx.save();
  ctx.strokeStyle = theme.mark;
  ctx.lineWidth = Math.max(1, Math.round(scaled(1)));
  ctx.font = font(theme);
  ctx.fillStyle = theme.faintText;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'bottom';
  const align = (ctx.lineWidth % 2) / 2; // odd widths are crisp between pixels
  for (const { x } of spaced(marks, scaled(5))) line(ctx, [x + align, bbox.top], [x + align, bbox.top + bbox.height]);
  const clear = marks.filter(({ x }) => x - bbox.left > scaled(12)); // a note on high values may stand at the left
  const labelled = spaced(clear, scaled(22));
  labelled.forEach(({ epoch, x }, index) => {
    const roomy = index === 0 && x - bbox.left > scaled(30) && (labelled[1]?.x ?? Infinity) - x > scaled(48);
    ctx.fillText(roomy ? `epoch ${epoch}` : String(epoch), x, bbox.top - scaled(4));
  });
  ctx.restore();
}

/** The test values at the epochs' ends: diamonds on a dashed line, the newest value beside the last. */
export function drawTestPoints({ plot, spec, theme, epochs, log }: Overlay): void {
  const { ctx } = plot;
  const points = epochs
    .map((epoch) => ({ value: spec.test(epoch), step: epoch.step }))
    .filter(({ value }) => Number.isFinite(value) && (!log || value > 0))
    .map(({ value, step }) => ({ value, x: plot.valToPos(step, 'x', true), y: plot.valToPos(value, 'y', true) }));
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = theme.inks.test;
  ctx.lineWidth = scaled(1.5);
  ctx.save();
  clip(plot, 0);
  ctx.setLineDash([scaled(5), scaled(3)]);
  path(ctx, points);
  ctx.restore();
  clip(plot, scaled(6));
  for (const { x, y } of spaced(points, scaled(8))) diamond(ctx, [x, y]);
  const last = points.at(-1);
  if (last !== undefined && spec.namesNewestTest)
    nameValue({ plot, theme }, { ...last, text: spec.format(last.value) });
  ctx.restore();
}

/** Says beside the value axis's ends how far the values go that lie beyond them. */
export function drawBeyond({ plot, spec, theme }: Overlay): void {
  const { ctx, bbox } = plot;
  const { min: low = 0, max: high = 0 } = plot.scales['y'] ?? {};
  const ends = plot.series.slice(1).filter(({ show }) => show === true);
  const least = Math.min(...ends.map(({ min }) => min ?? low));
  const greatest = Math.max(...ends.map(({ max }) => max ?? high));
  const text = (value: number): string => spec.formatTick(Number(value.toPrecision(value < 1 ? 2 : 3)));
  const x = bbox.left - scaled(4);
  ctx.save();
  ctx.font = font(theme);
  ctx.fillStyle = theme.faintText;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  if (greatest > high) ctx.fillText(`▲ ${text(greatest)}`, x, bbox.top - scaled(11));
  if (least < low) ctx.fillText(`▼ ${text(least)}`, x, bbox.top + bbox.height + scaled(11));
  ctx.restore();
}

type Point = readonly [x: number, y: number];

interface NamedPoint {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

function nameValue({ plot, theme }: Pick<Overlay, 'plot' | 'theme'>, { x, y, text }: NamedPoint): void {
  const { ctx, bbox } = plot;
  ctx.font = font(theme, 'bold');
  const fitsLeft = x - bbox.left > ctx.measureText(text).width + scaled(10);
  const fitsAbove = y - bbox.top > scaled(theme.fontSize + 8);
  ctx.textAlign = fitsLeft ? 'right' : 'left';
  ctx.textBaseline = fitsAbove ? 'bottom' : 'top';
  haloed(ctx, text, [x + scaled(fitsLeft ? -2 : 2), y + scaled(fitsAbove ? -7 : 7)]);
}

/** Text with the lines behind it rubbed out, whatever the background is. */
function haloed(ctx: CanvasRenderingContext2D, text: string, [x, y]: Point): void {
  ctx.save();
  ctx.globalCompositeOperation = 'destination-out';
  ctx.lineWidth = scaled(4);
  ctx.lineJoin = 'round';
  ctx.strokeStyle = '#000';
  ctx.strokeText(text, x, y);
  ctx.restore();
  ctx.fillText(text, x, y);
}

/** Keeps what is drawn next within the plotting area and so much beyond it. */
function clip({ ctx, bbox }: uPlot, beyond: number): void {
  ctx.beginPath();
  ctx.rect(bbox.left - beyond, bbox.top - beyond, bbox.width + 2 * beyond, bbox.height + 2 * beyond);
  ctx.clip();
}

function diamond(ctx: CanvasRenderingContext2D, [x, y]: Point): void {
  const half = scaled(4);
  ctx.beginPath();
  ctx.moveTo(x, y - half);
  ctx.lineTo(x + half, y);
  ctx.lineTo(x, y + half);
  ctx.lineTo(x - half, y);
  ctx.fill();
}

function line(ctx: CanvasRenderingContext2D, from: Point, to: Point): void {
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
}

function path(ctx: CanvasRenderingContext2D, points: readonly { readonly x: number; readonly y: number }[]): void {
  ctx.beginPath();
  for (const { x, y } of points) ctx.lineTo(x, y);
  ctx.stroke();
}

/** Those that are at least so far apart; the last is kept, since it is the newest. */
function spaced<T extends { readonly x: number }>(marks: readonly T[], distance: number): readonly T[] {
  const kept: T[] = [];
  for (const mark of [...marks].reverse()) {
    const next = kept.at(-1);
    if (next === undefined || next.x - mark.x >= distance) kept.push(mark);
  }
  return kept.reverse();
}
