import type { Browser } from 'playwright-core';
import type { RunSnapshot } from '../src/protocol/viewContract';
import { launchChromium } from '../test/page/launchChromium';
import type { WebviewPage } from '../test/page/openPage';
import { demoSnapshot, demoSteps, demoStatus, openMetrics, send } from '../test/webview/metricsPage';
import { frameTimes, framesOfRest } from './frameTimes';
import { whileTimed } from './mainThread';
import { often, printTable, rounded } from './measure';

// The metrics view in Chromium with so many steps in its charts: time from frame to frame while a new step arrives in every
// frame, and while its charts are zoomed by the wheel and moved.

const frames = often(200, 20);

async function main(): Promise<void> {
  const browser = await launchChromium();
  const live = [];
  for (const steps of [1_000, 100_000, 1_000_000]) live.push(await whileLive(browser, steps));
  printTable('Metrics view, a new step in every frame, ms from frame to frame', live);
  const fifty = Array.from({ length: 49 }, (_, index) => demoSnapshot(2_000, { id: `run-${index + 2}` }));
  const moved = [
    { shown: 'an empty page', ...frameTimes(await atRest(browser)) },
    await whileMoving(browser, { title: '1,000,000 steps', shown: demoSnapshot(1_000_000), compared: [] }),
    await whileMoving(browser, { title: '50 runs of 2,000 steps', shown: demoSnapshot(2_000), compared: fifty }),
    await whileMoving(browser, { title: 'both', shown: demoSnapshot(1_000_000), compared: fifty }),
  ];
  printTable('Metrics view, zoomed or moved in every frame, ms from frame to frame', moved);
  await browser.close();
}

async function whileLive(browser: Browser, steps: number): Promise<Record<string, string | number>> {
  const view = await openMetrics({ browser });
  await send(view, 'snapshot', demoSnapshot(steps));
  await view.page.waitForTimeout(1_000);
  const deltas = Array.from({ length: frames }, (_, index) => ({
    ...{ status: demoStatus(), from: steps + index, steps: demoSteps(1, steps + index), epochs: [], live: undefined },
  }));
  const intervals = await view.page.evaluate(async (all) => {
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const times: number[] = [];
    for (const payload of all) {
      window.postMessage({ type: 'event', name: 'delta', payload }, window.origin);
      times.push(await frame());
    }
    return times.slice(1).map((time, index) => time - (times[index] ?? Number.NaN));
  }, deltas);
  await view.close();
  return { steps: steps.toLocaleString('en-US'), ...frameTimes(intervals) };
}

interface Moving {
  readonly title: string;
  readonly shown: RunSnapshot;
  readonly compared: readonly RunSnapshot[];
}

async function whileMoving(
  browser: Browser,
  { title, shown, compared }: Moving,
): Promise<Record<string, string | number>> {
  const view = await openMetrics({ browser });
  await send(view, 'snapshot', shown);
  await send(view, 'compared', compared);
  await view.page.waitForTimeout(2_000);
  const { result: intervals, busyMs } = await whileTimed(view.page, () => turnWheel(view));
  await view.close();
  return { shown: title, ...frameTimes(intervals), 'main thread a frame': rounded(busyMs / frames, 1) };
}

/** The least that the browser and the machine allow. */
async function atRest(browser: Browser): Promise<readonly number[]> {
  const page = await browser.newPage();
  try {
    return await page.evaluate(framesOfRest, frames);
  } finally {
    await page.close();
  }
}

/** Zooms in for a third of the frames, moves for a third, and zooms out again. */
function turnWheel(view: WebviewPage): Promise<readonly number[]> {
  return view.page.evaluate(async (count) => {
    const over = document.querySelector('#chart-loss .u-over');
    const { left = 0, top = 0, width = 0, height = 0 } = over?.getBoundingClientRect() ?? {};
    const place = { bubbles: true, cancelable: true, clientX: left + width / 3, clientY: top + height / 2 };
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const turns = [{ deltaY: -20, ctrlKey: true }, { deltaX: 7 }, { deltaY: 20, ctrlKey: true }];
    const times: number[] = [];
    for (let index = 0; index < count; index++) {
      const turn = turns[Math.floor((3 * index) / count)];
      over?.dispatchEvent(new WheelEvent('wheel', { ...place, ...turn }));
      times.push(await frame());
    }
    return times.slice(1).map((time, index) => time - (times[index] ?? Number.NaN));
  }, frames);
}

void main();
