import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import * as z from 'zod';
import { openOnnx } from '../../src/formats/onnx/openOnnx';
import type { Architecture } from '../../src/model/layer';
import { viewVersion } from '../../src/protocol/viewContract';
import type { WebviewPage } from '../../test/page/openPage';
import { network, openPanel } from '../../test/webview/architecturePage';
import { expandAll } from '../architecturePanel';
import { framesOfMoving } from '../movedFrames';
import { paintedAt, watchPainting } from '../watchPainting';
import { viewport, type ShownNetwork } from './shownNetwork';

/** ResNet-152 for ImageNet by its name, in our panel. */
export function oursByName(browser: Browser): Promise<ShownNetwork> {
  const began = performance.now();
  const architecture = network('resnet152', { input: [3, 224, 224], classes: 1000 });
  return oursOf(browser, architecture, performance.now() - began);
}

const openedSchema = z.object({ ms: z.number() });

/** A network in an ONNX file, in our panel; the file is read before the page is opened, by a process that reads its first one. */
export function oursFromFile(browser: Browser, file: string): Promise<ShownNetwork> {
  const { stdout } = spawnSync(process.execPath, [path.join(__dirname, 'onnx.process.cjs'), file], {
    encoding: 'utf8',
  });
  const { ms } = openedSchema.parse(JSON.parse(stdout));
  return oursOf(browser, openOnnx(file).architecture, ms);
}

/** @param before ms that the extension's side took before the page was opened */
async function oursOf(browser: Browser, architecture: Architecture, before: number): Promise<ShownNetwork> {
  const view = await openTold(browser, architecture);
  return {
    page: view.page,
    painted: before + (await paintedAt(view.page)),
    expand: async () => {
      await view.page.evaluate(expandAll);
    },
    framesOfMoving: () => view.page.evaluate(framesOfMoving, { surface: '#graph' }),
    close: () => view.close(),
  };
}

/** Opens our panel on a network, and watches for its painting; the moment of the network's arrival is marked as `network`. */
export function openTold(browser: Browser, architecture: Architecture): Promise<WebviewPage> {
  const hello = { type: 'hello', version: viewVersion };
  const shown = { type: 'event', name: 'architecture', payload: { architecture, title: architecture.name } };
  const prepare = async (page: Page): Promise<void> => {
    await watchPainting(page, '#graph .card');
    await page.addInitScript(answerReady, JSON.stringify([hello, shown]));
  };
  return openPanel({ browser, size: viewport, prepare });
}

/** Runs in the page: says, when its script has run, what the extension answers to `ready`; the driver's way into the page is slower than VS Code's. */
function answerReady(messages: string): void {
  window.addEventListener('load', () => {
    setTimeout(() => {
      performance.mark('network');
      const parsed: unknown = JSON.parse(messages);
      for (const message of Array.isArray(parsed) ? parsed : []) window.postMessage(message, window.origin);
    }, 0);
  });
}
