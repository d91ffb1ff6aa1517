import { readFileSync } from 'node:fs';
import type { Browser, CDPSession, Page } from 'playwright-core';
import * as z from 'zod';

/** What a page holds after its garbage was collected. */
export interface PageMemory {
  /** Of the page's main thread, in MB of 10⁶ bytes. */
  readonly heap: number;
  /** What the page's process alone has in memory, in MB: heaps, buffers, drawings, and the engine's own; NaN where Linux doesn't tell. */
  readonly process: number;
  readonly nodes: number;
  readonly listeners: number;
}

const processesSchema = z.object({
  processInfo: z.array(z.object({ type: z.string(), id: z.number(), cpuTime: z.number() })),
});

/** Measures the busiest page of a browser, which is to be the only one. */
export async function pageMemory(browser: Browser, page: Page): Promise<PageMemory> {
  const session = await page.context().newCDPSession(page);
  try {
    return { ...(await heapOf(session)), process: privateMb(await busiestRenderer(browser)) };
  } finally {
    await session.detach();
  }
}

async function heapOf(session: CDPSession): Promise<Omit<PageMemory, 'process'>> {
  await session.send('HeapProfiler.enable');
  for (let pass = 0; pass < 3; pass++) await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const value = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { heap: value('JSHeapUsedSize') / 1e6, nodes: value('Nodes'), listeners: value('JSEventListeners') };
}

async function busiestRenderer(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = processesSchema.parse(await session.send('SystemInfo.getProcessInfo'));
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer').sort((a, b) => b.cpuTime - a.cpuTime);
  return renderers[0]?.id ?? Number.NaN;
}

function privateMb(processId: number): number {
  try {
    const lines = readFileSync(`/proc/${processId}/smaps_rollup`, 'utf8');
    const sizes = [...lines.matchAll(/^Private_\w+:\s+(\d+) kB$/gm)].map(([, kb]) => Number(kb));
    return sizes.reduce((sum, kb) => sum + kb, 0) / 976.5625;
  } catch {
    return Number.NaN;
  }
}
