import { html } from '../element';
import type { ChartFrame, PlotSize } from './chartFrame';
import { ChartPlot } from './chartPlot';
import type { ChartSpec } from './chartSpec';
import { legendOf, type LegendEntry } from './legend';

/** Image px for CSS px, whatever the screen has. */
const scale = 2;

const chartSize = { width: 640, height: 300 };
const [margin, titleHeight, legendHeight] = [16, 26, 20];

/** Charts below each other as a PNG image in the theme's colours, each with its title and a legend. */
export async function chartImage(specs: readonly ChartSpec[], frame: ChartFrame): Promise<Uint8Array> {
  const rows = legendRows(specs, frame);
  const height = (spec: ChartSpec): number =>
    titleHeight + (rows.get(spec)?.length ?? 0) * legendHeight + chartSize.height;
  const canvas = html('canvas', {
    width: scale * (chartSize.width + 2 * margin),
    height: scale * specs.reduce((sum, spec) => sum + height(spec) + margin, margin),
  });
  const ctx = canvas.getContext('2d');
  if (ctx === null) throw new Error('The browser gave no canvas to draw on.');
  ctx.fillStyle = frame.theme.background;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.scale(scale, scale);
  let top = margin;
  for (const spec of specs) {
    drawHead(ctx, { spec, frame, top, rows: rows.get(spec) ?? [] });
    const plotTop = top + height(spec) - chartSize.height;
    ctx.drawImage(await plotOf(spec, frame), margin, plotTop, chartSize.width, chartSize.height);
    top += height(spec) + margin;
  }
  return pngOf(canvas);
}

interface Head {
  readonly spec: ChartSpec;
  readonly frame: ChartFrame;
  readonly top: number;
  readonly rows: readonly (readonly PlacedEntry[])[];
}

interface PlacedEntry extends LegendEntry {
  readonly left: number;
}

const sampleWidth = 26;

function drawHead(ctx: CanvasRenderingContext2D, { spec, frame: { theme, runs }, top, rows }: Head): void {
  ctx.textBaseline = 'middle';
  ctx.fillStyle = theme.text;
  ctx.font = `bold 14px ${theme.fontFamily}`;
  ctx.fillText(`${spec.title} · ${runs[0].status.title}`, margin, top + titleHeight / 2, chartSize.width);
  ctx.font = `12px ${theme.fontFamily}`;
  rows.forEach((entries, row) => {
    const middle = top + titleHeight + (row + 0.5) * legendHeight;
    for (const { left, text, ink, dash, width, alpha } of entries) {
      ctx.save();
      Object.assign(ctx, { strokeStyle: ink, lineWidth: width, globalAlpha: alpha });
      ctx.setLineDash([...dash]);
      ctx.beginPath();
      ctx.moveTo(left, middle);
      ctx.lineTo(left + sampleWidth, middle);
      ctx.stroke();
      ctx.restore();
      ctx.fillText(text, left + sampleWidth + 6, middle, chartSize.width - sampleWidth - 6);
    }
  });
}

/** Each chart's legend, broken into rows. */
function legendRows(
  specs: readonly ChartSpec[],
  frame: ChartFrame,
): ReadonlyMap<ChartSpec, readonly (readonly PlacedEntry[])[]> {
  const ctx = html('canvas').getContext('2d');
  if (ctx !== null) ctx.font = `12px ${frame.theme.fontFamily}`;
  const widthOf = (text: string): number => sampleWidth + 6 + (ctx?.measureText(text).width ?? 0) + 18;
  return new Map(specs.map((spec) => [spec, broken(legendOf(spec, frame), widthOf)]));
}

function broken(entries: readonly LegendEntry[], widthOf: (text: string) => number): PlacedEntry[][] {
  const rows: PlacedEntry[][] = [];
  let left = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const width = widthOf(entry.text);
    if (left + width > margin + chartSize.width) {
      rows.push([]);
      left = margin;
    }
    rows.at(-1)?.push({ ...entry, left });
    left += width;
  }
  return rows;
}

/** A drawing of its own, since those on the screen have the screen's size. */
async function plotOf(spec: ChartSpec, frame: ChartFrame): Promise<HTMLCanvasElement> {
  const place = html('div');
  const quiet = { select: ignored, moved: ignored, reset: ignored };
  const plot = new ChartPlot(spec, place, quiet);
  const larger = scale / devicePixelRatio;
  const size: PlotSize = { width: larger * chartSize.width, height: larger * chartSize.height };
  try {
    plot.draw({ ...frame, moving: false, theme: { ...frame.theme, scale: larger } }, size);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const canvas = place.querySelector('canvas');
    if (canvas === null) throw new Error(`The chart "${spec.title}" could not be drawn.`);
    return canvas;
  } finally {
    plot.dispose();
  }
}

async function pngOf(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('The browser could not make an image of the charts.');
  return new Uint8Array(await blob.arrayBuffer());
}

function ignored(): void {
  return undefined;
}
