import type { Page } from 'playwright-core';
import { installedVersion } from './viewersPython';
import { startServer, type ViewerServer } from './startServer';

/** A program of others that shows ONNX files in a browser. */
export interface ViewerKind {
  readonly name: string;
  /** Of its distribution; nothing where it is not installed. */
  readonly version: () => string | undefined;
  /** Starts its server; some serve one file. */
  readonly start: (file: string) => Promise<ViewerServer>;
  /** Of the file in its page, less the origin. */
  readonly address: (file: string) => string;
  /** Goes into the page before its own scripts. */
  readonly prepare: (page: Page, origin: string) => Promise<void>;
  /** Matches something as soon as the graph is drawn. */
  readonly drawn: string;
  /** What the wheel turns over. */
  readonly surface: string;
  /** Whether it is panned by scrolling. */
  readonly scrolls: boolean;
  /** Shows all layers, where it does not at first. */
  readonly expand: (page: Page) => Promise<void>;
}

/** More than Model Explorer takes to lay out all layers of ResNet-152: its page doesn't tell when it has. */
const layoutMs = 5_000;

const zoomTurns = 12;

/** By name; both come from PyPI. */
export const viewers: readonly ViewerKind[] = [
  {
    name: 'Netron',
    version: () => installedVersion('netron', ['netron']),
    start: (file) =>
      startServer((port) => ['-c', 'import netron; netron.main()', '--host', '127.0.0.1', '-p', port, file]),
    address: () => '/',
    prepare: async (page, origin) => {
      await page.context().addCookies([{ name: 'consent', value: '1', url: origin }]); // it waits for an answer without
      await page.addInitScript(keepEval);
    },
    drawn: 'body.default #target .node',
    surface: '#target',
    scrolls: true,
    expand: () => Promise.resolve(),
  },
  {
    name: 'Model Explorer',
    version: () => installedVersion('ai-edge-model-explorer', ['model_explorer', 'model_explorer_onnx']),
    start: () => startServer(explorerArguments),
    address: (file) => `/?data=${encodeURIComponent(JSON.stringify({ models: [{ url: file, adapterId: 'onnx_adapter' }] }))}`, // prettier-ignore
    prepare: async (page) => {
      await page.addInitScript(noteDrawing);
    },
    drawn: 'html.bench-drawn',
    surface: 'canvas.main',
    scrolls: false,
    expand: async (page) => {
      await page.getByText('unfold_more_double', { exact: true }).click();
      await page.waitForTimeout(layoutMs);
      await zoomIn(page);
    },
  },
];

/** Model Explorer fits all layers into its window, as dots: they are to be as large as the others' before they are moved. */
async function zoomIn(page: Page): Promise<void> {
  const box = await page.locator('canvas.main').boundingBox();
  if (box === null) return;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.keyboard.down('Control');
  for (let turn = 0; turn < zoomTurns; turn++) await page.mouse.wheel(0, -100);
  await page.keyboard.up('Control');
}

function explorerArguments(port: string): readonly string[] {
  const quiet = ['--no_open_in_browser', '--skip_health_check', '--extensions', 'model_explorer_onnx'];
  return ['-m', 'model_explorer', '--host', '127.0.0.1', '--port', port, ...quiet];
}

/** Netron takes `eval` away, which the browser's driver needs. */
function keepEval(): void {
  const { eval: kept } = window;
  Object.defineProperty(window, 'eval', { get: () => kept, set: () => undefined });
}

/** Model Explorer's graph is a canvas: its first draw call of nodes or edges is noted as a class of the document. */
function noteDrawing(): void {
  const { prototype } = WebGL2RenderingContext;
  const draw = Object.getOwnPropertyDescriptor(prototype, 'drawElementsInstanced');
  const original: unknown = draw?.value;
  if (typeof original !== 'function') return;
  Object.defineProperty(prototype, 'drawElementsInstanced', {
    value(this: WebGL2RenderingContext, ...args: unknown[]): void {
      Reflect.apply(original, this, args);
      if (this.canvas instanceof HTMLCanvasElement && this.canvas.classList.contains('main'))
        document.documentElement.classList.add('bench-drawn');
    },
  });
}
