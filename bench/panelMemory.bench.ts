import type { Browser } from 'playwright-core';
import type { RunSnapshot } from '../src/protocol/viewContract';
import { launchChromium } from '../test/page/launchChromium';
import type { WebviewPage } from '../test/page/openPage';
import { network, openPanel, send, snapshotOf } from '../test/webview/architecturePage';
import { openMetrics, send as sendMetrics } from '../test/webview/metricsPage';
import { startFeed, takeDeltas } from './feedPage';
import { often, printTable, rounded } from './measure';
import { pageMemory, type PageMemory } from './pageMemory';

// An hour of live updates, ten a second, each with live metrics, as fast as the page takes them: what the page holds after its
// garbage was collected, ten times. The panel has ResNet-152 open with all its layers; the metrics view keeps all steps.

const points = 10;
const updates = often(36_000, 600);
const perFrame = 20;

const architecture = network('resnet152', { input: [3, 224, 224], classes: 1000 });

async function main(): Promise<void> {
  await measure('architecture panel', panelPage);
  await measure('metrics view', metricsPage);
}

/** Each in a browser of its own, so that there is one page's process. */
async function measure(
  title: string,
  open: (browser: Browser, snapshot: RunSnapshot) => Promise<WebviewPage>,
): Promise<void> {
  const browser = await launchChromium();
  const snapshot = snapshotOf(architecture, 10);
  const view = await open(browser, snapshot);
  await startFeed(view.page, { status: snapshot.status, from: 10 });
  const rows = [await pageMemory(browser, view.page)];
  for (let point = 0; point < points; point++) {
    await view.page.evaluate(takeDeltas, { frames: updates / points / perFrame, perFrame });
    rows.push(await pageMemory(browser, view.page));
  }
  await view.close();
  await browser.close();
  printMemory(title, rows);
}

async function panelPage(browser: Browser, snapshot: RunSnapshot): Promise<WebviewPage> {
  const view = await openPanel({ browser, size: { width: 900, height: 800 } });
  await send(view, 'architecture', { architecture, title: 'ResNet-152' });
  await view.page.waitForSelector('#graph .item', { state: 'attached' });
  await view.page.keyboard.press('4');
  await view.page.waitForTimeout(1_000);
  await send(view, 'snapshot', snapshot);
  return view;
}

async function metricsPage(browser: Browser, snapshot: RunSnapshot): Promise<WebviewPage> {
  const view = await openMetrics({ browser });
  await sendMetrics(view, 'snapshot', snapshot);
  await view.page.waitForTimeout(500);
  return view;
}

function printMemory(title: string, rows: readonly PageMemory[]): void {
  printTable(
    `Memory of the ${title}, ${updates} updates of ResNet-152, MB (10⁶ bytes)`,
    rows.map(({ heap, process, nodes, listeners }, point) => ({
      updates: (point * updates) / points,
      'JavaScript heap': rounded(heap, 2),
      'its process, private': rounded(process, 1),
      'DOM nodes': nodes,
      listeners,
    })),
  );
}

void main();
