import type { Browser } from 'playwright-core';
import { launchChromium } from '../test/page/launchChromium';
import { network, openPanel, send, snapshotOf } from '../test/webview/architecturePage';
import { expandAll } from './architecturePanel';
import { startFeed, stepsToPixels } from './feedPage';
import { frameTimes, framesOfRest, percentile } from './frameTimes';
import { median, often, printTable, rounded } from './measure';
import { framesOfMoving } from './movedFrames';

// The architecture panel in Chromium with all of ResNet-152's layers open and 50 updates a second, each with live metrics: frames
// while it is panned and zoomed, and the time from a step's sending to its picture.

const rounds = often(5, 1);
const every = 20;
const warmUpMs = 500;

interface Times {
  readonly frames: readonly number[];
  readonly latencies: readonly number[];
}

async function main(): Promise<void> {
  const browser = await launchChromium();
  const rest = await browser.newPage();
  const floor = await rest.evaluate(framesOfRest, 120);
  await rest.close();
  const still: Times[] = [];
  const moved: Times[] = [];
  for (let round = 0; round < rounds; round++) {
    still.push(await timesOf(browser, false));
    moved.push(await timesOf(browser, true));
  }
  await browser.close();
  printTable(`ResNet-152, every layer open, 50 updates a second, ${rounds} pages, ms`, [
    { while: 'an empty page', ...frameTimes(floor) },
    { while: 'at rest', ...rowOf(still) },
    { while: 'panned and zoomed', ...rowOf(moved) },
  ]);
}

function rowOf(times: readonly Times[]): Record<string, number> {
  const latencies = times.flatMap((some) => some.latencies);
  return {
    ...frameTimes(times.flatMap(({ frames }) => frames)),
    'step to pixel, median': rounded(median(latencies)),
    'step to pixel, 95 %': rounded(percentile(latencies, 0.95)),
    steps: latencies.length,
  };
}

async function timesOf(browser: Browser, moves: boolean): Promise<Times> {
  const view = await openPanel({ browser, size: { width: 900, height: 800 } });
  const architecture = network('resnet152', { input: [3, 224, 224], classes: 1000 });
  try {
    await send(view, 'architecture', { architecture, title: 'ResNet-152' });
    await view.page.waitForSelector('#graph .item', { state: 'attached' });
    const snapshot = snapshotOf(architecture, 10);
    await send(view, 'snapshot', snapshot);
    await view.page.evaluate(expandAll);
    await view.page.waitForTimeout(warmUpMs);
    await startFeed(view.page, { status: snapshot.status, from: 10 });
    const latencies = view.page.evaluate(stepsToPixels, { every, during: 5_000 });
    const frames = await (moves ? view.page.evaluate(framesOfMoving, { surface: '#graph' }) : view.page.evaluate(framesOfRest, 220)); // prettier-ignore
    return { frames, latencies: await latencies };
  } finally {
    await view.close();
  }
}

void main();
