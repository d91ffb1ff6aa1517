import type { WebviewPage } from '../page/openPage';

/** Waits until what has been posted is drawn: some frames of the page. */
export function settled(view: WebviewPage): Promise<void> {
  return view.page.evaluate(async () => {
    for (let frame = 0; frame < 4; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}

/** How many pixels of a chart's canvas are not empty. */
export async function drawnPixels(view: WebviewPage, chart: string): Promise<number> {
  const colours = await drawnColours(view, chart);
  return Object.values(colours).reduce((sum, count) => sum + count, 0);
}

/** How many pixels of a chart's canvas have each colour, as `red,green,blue`; those that are hardly there don't count. */
export function drawnColours(view: WebviewPage, chart: string): Promise<Readonly<Record<string, number>>> {
  return view.page.locator(`#chart-${chart} canvas`).evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error('There is no canvas.');
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
    copy?.drawImage(canvas, 0, 0);
    const pixels = copy?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const counts: Record<string, number> = {};
    for (let index = 0; index < pixels.length; index += 4) {
      if ((pixels[index + 3] ?? 0) < 20) continue;
      const colour = `${pixels[index] ?? 0},${pixels[index + 1] ?? 0},${pixels[index + 2] ?? 0}`;
      counts[colour] = (counts[colour] ?? 0) + 1;
    }
    return counts;
  });
}

/** What the page has drawn since it was asked to count. */
export interface DrawingCounts {
  /** Clearings of a canvas: one begins each drawing of a chart. */
  readonly drawings: number;
  readonly frames: number;
  /** The most points that the lines of one drawing had. */
  readonly mostPoints: number;
}

declare global {
  var drawingCounts: { drawings: number; frames: number; points: number; mostPoints: number } | undefined;
}

/** Begins to count what the page draws; the function that it gives says how much that was. */
export async function countDrawing(view: WebviewPage): Promise<() => Promise<DrawingCounts>> {
  await view.page.evaluate(() => {
    const counts = { drawings: 0, frames: 0, points: 0, mostPoints: 0 };
    globalThis.drawingCounts = counts;
    const context = CanvasRenderingContext2D.prototype;
    const clear = Reflect.get(context, 'clearRect');
    context.clearRect = function (...area) {
      counts.drawings++;
      counts.points = 0;
      Reflect.apply(clear, this, area);
    };
    const lineTo = Reflect.get(Path2D.prototype, 'lineTo');
    Path2D.prototype.lineTo = function (...point) {
      counts.mostPoints = Math.max(counts.mostPoints, ++counts.points);
      Reflect.apply(lineTo, this, point);
    };
    const count = (): void => {
      counts.frames++;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
  });
  return () => view.page.evaluate(() => globalThis.drawingCounts ?? { drawings: 0, frames: 0, mostPoints: 0 });
}
