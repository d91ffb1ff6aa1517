import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../test/page/launchChromium';
import { network } from '../test/webview/architecturePage';
import { expandAll, openFirst } from './architecturePanel';
import { openTold } from './peers/ourPanel';
import { paintedAt } from './watchPainting';
import { framesOfMoving } from './movedFrames';
import { frameTimes } from './frameTimes';
import { median, often, printTable, rounded } from './measure';

// The architecture panel in Chromium, an ImageNet or CIFAR network at its own input size: until it is painted, one block is open
// and every layer is shown, and the time from frame to frame while the drawing with all of them is panned and zoomed.

const names = ['resnet34', 'resnet152', 'preact-resnet1001-cifar', 'resnet1202-cifar'];
const rounds = often(5, 1);

/** In ms. */
interface Times {
  /** From the page's navigation to the painted graph, and from the network's arrival in it. */
  readonly painted: number;
  readonly arrived: number;
  /** From the click to the first frame with the block's or run's inside. */
  readonly opened: number;
  /** Of so many other boxes, those that moved without need. */
  readonly strayed: number;
  readonly others: number;
  readonly expanded: number;
  readonly frames: readonly number[];
}

async function main(): Promise<void> {
  const browser = await launchChromium();
  const rows: Record<string, string | number>[] = [];
  for (const name of names) rows.push(await rowOf(browser, name));
  await browser.close();
  printTable(`Architecture panel in Chromium, medians of ${rounds} pages, ms`, rows);
}

async function rowOf(browser: Browser, name: string): Promise<Record<string, string | number>> {
  const all: Times[] = [];
  for (let round = 0; round < rounds; round++) all.push(await timesOf(browser, name));
  const middle = (of: (times: Times) => number): number => rounded(median(all.map(of)));
  return {
    network: name,
    'page opened to painted': middle(({ painted }) => painted),
    'arrived to painted': middle(({ arrived }) => arrived),
    'one card opened': middle(({ opened }) => opened),
    'moved without need': `${Math.max(...all.map(({ strayed }) => strayed))} of ${all[0]?.others ?? 0}`,
    'every layer open': middle(({ expanded }) => expanded),
    ...frameTimes(all.flatMap(({ frames }) => frames)),
  };
}

async function timesOf(browser: Browser, name: string): Promise<Times> {
  const input = name.endsWith('cifar') ? ([3, 32, 32] as const) : ([3, 224, 224] as const);
  const view = await openTold(browser, network(name, { input, classes: 10 }));
  try {
    const painted = await paintedAt(view.page);
    const told = await view.page.evaluate(() => performance.getEntriesByName('network')[0]?.startTime ?? Number.NaN);
    const { ms: opened, ...others } = await view.page.evaluate(openFirst);
    const expanded = await view.page.evaluate(expandAll);
    return { painted, arrived: painted - told, opened, ...others, expanded, frames: await moveThrough(view.page) };
  } finally {
    await view.close();
  }
}

/** Once the opened cards have come to rest. */
async function moveThrough(page: Page): Promise<readonly number[]> {
  await page.waitForTimeout(500);
  return page.evaluate(framesOfMoving, { surface: '#graph' });
}

void main();
