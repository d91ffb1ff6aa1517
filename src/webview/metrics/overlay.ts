import type uPlot from 'uplot';
import type { ChartSpec } from './chartSpec';
import type { ChartLine } from './chartLines';
import type { ChartTheme } from './chartTheme';
import { extent } from './extent';
import type { RunData } from './runData';
import { runStyle, type Mark } from './runStyle';
import { xUnits, type XUnitName } from './xUnit';

/** What is drawn over and under a chart's lines. */
export interface Overlay {
  readonly plot: uPlot;
  readonly spec: ChartSpec;
  readonly theme: ChartTheme;
  readonly runs: readonly RunData[];
  readonly unit: XUnitName;
  readonly lines: readonly ChartLine[];
  readonly moving: boolean;
  /** Whether the value axis is logarithmic. */
  readonly log: boolean;
}

/** Gives canvas px for CSS px. */
function scaling({ scale }: ChartTheme): (px: number) => number {
  return (px) => px * devicePixelRatio * scale;
}

function font(theme: ChartTheme, weight = ''): string {
  return `${weight} ${scaling(theme)(theme.fontSize)}px ${theme.fontFamily}`;
}

/** A thin line at each end of the first run's epochs with its number above; what has no room is left out. */
export function drawEpochMarks({ plot, theme, runs, unit }: Overlay): void {
  const { ctx, bbox } = plot;
  const scaled = scaling(theme);
  const marks = runs
    .slice(0, 1)
    .flatMap((run) => run.epochs.map(({ epoch, step }) => ({ epoch, place: xUnits[unit].placeOf(run, step) })))
    .map(({ epoch, place }) => ({ epoch, x: Math.round(plot.valToPos(place, 'x', true)) }))
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

/** The runs' test values at the epochs' ends: marks on a dashed line; the first run's newest value stands beside its last. */
export function drawTestPoints(overlay: Overlay): void {
  const { plot, theme, spec } = overlay;
  const { ctx } = plot;
  const scaled = scaling(theme);
  ctx.save();
  overlay.runs.forEach((_, index) => drawTests(overlay, overlay.runs.length - 1 - index));
  clip(plot, scaled(6));
  const last = testPoints(overlay, 0).at(-1);
  if (last !== undefined && spec.namesNewestTest) {
    ctx.fillStyle = theme.text;
    nameValue({ plot, theme }, { ...last, text: spec.format(last.value) });
  }
  ctx.restore();
}

function drawTests(overlay: Overlay, index: number): void {
  const { plot, theme, spec } = overlay;
  const { ctx } = plot;
  const scaled = scaling(theme);
  const points = testPoints(overlay, index);
  const { testInk, mark } = runStyle(index, theme, spec.ink);
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = testInk;
  ctx.lineWidth = scaled(index === 0 ? 1.5 : 1);
  ctx.save();
  clip(plot, 0);
  ctx.setLineDash(overlay.moving ? [] : [scaled(5), scaled(3)]);
  path(ctx, points);
  ctx.restore();
  clip(plot, scaled(6));
  for (const { x, y } of spaced(points, scaled(8))) drawMark(ctx, { mark, at: [x, y], half: scaled(4) });
  ctx.restore();
}

function testPoints({ plot, spec, runs, unit, log }: Overlay, index: number): readonly TestPoint[] {
  const run = runs[index];
  const { test } = spec;
  if (run === undefined || test === undefined) return [];
  return run.epochs
    .map((epoch) => ({ value: test(epoch), place: xUnits[unit].placeOf(run, epoch.step) }))
    .filter(({ value }) => Number.isFinite(value) && (!log || value > 0))
    .map(({ value, place }) => ({ value, x: plot.valToPos(place, 'x', true), y: plot.valToPos(value, 'y', true) }));
}

interface TestPoint {
  readonly value: number;
  readonly x: number;
  readonly y: number;
}

/** Says beside the value axis's ends how far the values go that lie beyond them. */
export function drawBeyond({ plot, spec, theme, lines }: Overlay): void {
  const { ctx, bbox } = plot;
  const scaled = scaling(theme);
  const { min: low = 0, max: high = 0 } = plot.scales['y'] ?? {};
  const [least, greatest] = extent(lines.map(({ values }) => values)) ?? [low, high];
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
  const scaled = scaling(theme);
  ctx.font = font(theme, 'bold');
  const fitsLeft = x - bbox.left > ctx.measureText(text).width + scaled(10);
  const fitsAbove = y - bbox.top > scaled(theme.fontSize + 8);
  ctx.textAlign = fitsLeft ? 'right' : 'left';
  ctx.textBaseline = fitsAbove ? 'bottom' : 'top';
  ctx.lineWidth = scaled(4);
  haloed(ctx, text, [x + scaled(fitsLeft ? -2 : 2), y + scaled(fitsAbove ? -7 : 7)]);
}

/** Text with the lines behind it rubbed out as far as the line's width, whatever the background is. */
function haloed(ctx: CanvasRenderingContext2D, text: string, [x, y]: Point): void {
  ctx.save();
  ctx.globalCompositeOperation = 'destination-out';
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

interface PlacedMark {
  readonly mark: Mark;
  readonly at: Point;
  readonly half: number;
}

/** The corners of each mark, about its middle, in halves of its height. */
const markCorners: Readonly<Record<Exclude<Mark, 'circle'>, readonly Point[]>> = {
  diamond: [[0, -1], [1, 0], [0, 1], [-1, 0]],
  square: [[-0.8, -0.8], [0.8, -0.8], [0.8, 0.8], [-0.8, 0.8]],
  up: [[0, -1], [1, 0.8], [-1, 0.8]],
  down: [[0, 1], [1, -0.8], [-1, -0.8]],
}; // prettier-ignore

function drawMark(ctx: CanvasRenderingContext2D, { mark, at: [x, y], half }: PlacedMark): void {
  ctx.beginPath();
  if (mark === 'circle') ctx.arc(x, y, 0.9 * half, 0, 2 * Math.PI);
  else for (const [right, down] of markCorners[mark]) ctx.lineTo(x + right * half, y + down * half);
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
