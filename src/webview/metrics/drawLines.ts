import type uPlot from 'uplot';
import type { ChartLine } from './chartLines';
import type { ChartSpec } from './chartSpec';
import type { ChartTheme } from './chartTheme';
import { runStyle } from './runStyle';
import { valueScale } from './valueScale';

/** Lines on their way to a plot. */
export interface LinesToDraw {
  readonly plot: uPlot;
  readonly spec: ChartSpec;
  readonly theme: ChartTheme;
  readonly lines: readonly ChartLine[];
  readonly moving: boolean;
}

/** More lines than these are drawn thin and without dashes while the axes move, which takes a small part of the time. */
const manyLines = 12;

/** Draws the lines within the plotting area, the first run's above the others. */
export function drawLines({ plot, spec, theme, lines, moving }: LinesToDraw): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio * theme.scale;
  const plain = moving && lines.length > manyLines;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.lineJoin = 'bevel';
  ctx.lineCap = 'round';
  for (const line of [...lines].reverse()) {
    Object.assign(ctx, strokeOf(line, { spec, theme, scale }));
    const { dash } = runStyle(line.run, theme, spec.ink);
    ctx.setLineDash(plain ? [] : dash.map((part) => part * scale));
    if (plain && line.run > 0) ctx.lineWidth = 1;
    ctx.stroke(linePath(plot, line, spec.sparse === true));
  }
  ctx.restore();
}

function strokeOf(
  { kind, run }: ChartLine,
  { spec, theme, scale }: Pick<LinesToDraw, 'spec' | 'theme'> & { readonly scale: number },
): Pick<CanvasRenderingContext2D, 'strokeStyle' | 'lineWidth' | 'globalAlpha'> {
  const strokeStyle = runStyle(run, theme, spec.ink).ink;
  const isFaint = kind === 'raw' && spec.labels.smooth !== undefined;
  if (isFaint) return { strokeStyle, lineWidth: scale, globalAlpha: theme.rawAlpha };
  return { strokeStyle, lineWidth: scale * (run === 0 ? 2 : 1.5), globalAlpha: 1 };
}

/** A line with gaps where there are no values, unless it bridges them. */
function linePath(plot: uPlot, { places, values }: ChartLine, bridges: boolean): Path2D {
  const pen = new Pen();
  const [xOf, yOf] = [valueScale(plot, 'x'), valueScale(plot, 'y')];
  values.forEach((value, row) => {
    const y = value === null ? Number.NaN : yOf(value);
    if (Number.isFinite(y)) pen.to(xOf(places[row] ?? Number.NaN), y);
    else if (!bridges) pen.lift();
  });
  pen.lift();
  return pen.path;
}

/** Draws from point to point; a point without neighbours becomes a dot. */
class Pen {
  readonly path = new Path2D();
  #points = 0;
  #x = 0;
  #y = 0;

  to(x: number, y: number): void {
    if (this.#points++ === 0) this.path.moveTo(x, y);
    else this.path.lineTo(x, y);
    [this.#x, this.#y] = [x, y];
  }

  lift(): void {
    if (this.#points === 1) this.path.lineTo(this.#x, this.#y);
    this.#points = 0;
  }
}
