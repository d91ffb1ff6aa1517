import type { Browser } from 'playwright-core';
import { launchChromium } from '../test/page/launchChromium';
import type { WebviewPage } from '../test/page/openPage';
import { network, openPanel, send } from '../test/webview/architecturePage';
import { median, often, printTable, rounded } from './measure';

// The architecture panel in Chromium: until a network is painted, every layer is shown or one block is open, and the time from
// frame to frame while the drawing with every layer open is panned and zoomed.

const names = ['resnet34', 'resnet152', 'preact-resnet1001-cifar', 'resnet1202-cifar'];
const rounds = often(5, 1);

interface Times {
  /** From the page's navigation, and from the network's arrival in the page. */
  readonly painted: number;
  readonly arrived: number;
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
    name,
    'page opened to painted': middle((t) => t.painted),
    'network arrived to painted': middle((t) => t.arrived),
  };
}

async function timesOf(browser: Browser, name: string): Promise<Times> {
  const view = await openPanel({ browser, size: { width: 900, height: 800 } });
  const painted = await showTimed(view, name);
  await view.close();
  return painted;
}

async function showTimed(view: WebviewPage, name: string): Promise<Pick<Times, 'painted' | 'arrived'>> {
  await view.page.evaluate(() => {
    window.addEventListener(
      'message',
      ({ data }: MessageEvent<{ readonly name?: string }>) => {
        if (data.name === 'architecture') document.body.dataset['arrived'] ??= String(performance.now());
      },
      { capture: true },
    );
  });
  await send(view, 'architecture', { architecture: network(name, { input: [3, 32, 32], classes: 10 }), title: name });
  const message = await view.untilPosted((some) => isPainted(some));
  const painted = isPainted(message) ? message.payload.ms : Number.NaN;
  const arrived = Number(await view.page.evaluate(() => document.body.dataset['arrived']));
  return { painted, arrived: painted - arrived };
}

function isPainted(message: unknown): message is { readonly payload: { readonly ms: number } } {
  return typeof message === 'object' && message !== null && 'name' in message && message.name === 'painted';
}

void main();
