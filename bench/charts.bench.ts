import { launchChromium } from '../test/page/launchChromium';
import { demoSnapshot, demoSteps, demoStatus, openMetrics, send } from '../test/webview/metricsPage';
import { median, printTable } from './measure';

// The metrics view in Chromium with so many steps in its charts while a new step arrives in every frame: time from frame to frame.

const frames = 200;

async function main(): Promise<void> {
  const browser = await launchChromium();
  const rows: Record<string, string | number>[] = [];
  for (const steps of [1_000, 100_000, 1_000_000]) {
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
    const sorted = [...intervals].sort((a, b) => a - b);
    rows.push({
      steps: steps.toLocaleString('en-US'),
      'ms from frame to frame, median': Number(median(intervals).toFixed(1)),
      '95th percentile': Number((sorted[Math.floor(0.95 * sorted.length)] ?? Number.NaN).toFixed(1)),
    });
    await view.close();
  }
  await browser.close();
  printTable('Metrics view, a new step in every frame', rows);
}

void main();
