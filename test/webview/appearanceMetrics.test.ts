import assert from 'node:assert/strict';
import { contrast, over, parseColour } from '../page/appearance/colour';
import { browserForTests } from '../page/browserForTests';
import type { WebviewPage } from '../page/openPage';
import { faultsEverywhere, scales } from './appearanceMatrix';
import { finishedRun } from './appearanceScenes';
import { settled } from './metricsCanvas';
import { demoSnapshot, finished, openMetrics, send } from './metricsPage';
import { rememberWriting, writtenOnCanvases } from './writtenOnCanvases';

const widths = [280, 400, 900, 1600];

describe('how the metrics view looks, in Chromium', function () {
  this.timeout(120_000);
  const browser = browserForTests();
  let view: WebviewPage;

  afterEach(() => view.close());

  it('needs no scrolling sideways for ten classes in a narrow side bar', async () => {
    view = await openMetrics({ browser: browser() });
    await send(view, 'snapshot', finishedRun());
    for (const width of [260, 280, 300, 320, 380]) {
      await view.page.setViewportSize({ width, height: 900 });
      await settled(view);
      const excess = await view.page.locator('.confusion-place, .epochs').evaluateAll((all) => all.map((one) => one.scrollWidth - one.clientWidth)); // prettier-ignore
      assert.deepEqual(excess, [0, 0], `${width} px`);
    }
  });

  for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const)
    it(`writes into its charts so that it can be read, ${theme}`, async () => {
      view = await openMetrics({ browser: browser(), theme, prepare: rememberWriting });
      await send(view, 'snapshot', demoSnapshot(600));
      await settled(view);
      const { written, ground } = await view.page.evaluate(writtenOnCanvases);
      assert.ok(written.length > 20, 'ticks, epochs and tests');
      const under = parseColour(ground);
      const faint = written.filter(({ ink }) => contrast(over(parseColour(ink), under), under) < 4.5);
      assert.deepEqual(faint, []);
    });

  for (const scale of scales) {
    const open = async (): Promise<void> => {
      view = await openMetrics({ browser: browser(), scale });
    };

    it(`is sound without a run, at ${scale}×`, async () => {
      await open();
      await view.page.waitForSelector('.empty');
      assert.deepEqual(await faultsEverywhere(view, { name: 'metrics-empty', scale, height: 400, widths }), []);
    });

    it(`is sound with a run that goes on, at ${scale}×`, async () => {
      await open();
      await send(view, 'snapshot', demoSnapshot(600));
      await settled(view);
      assert.deepEqual(
        await faultsEverywhere(view, { name: 'metrics-running', scale, height: scale === 1 ? 1600 : 1200, widths }),
        [],
      );
    });

    it(`is sound with a finished run, its tests, and another that it is compared with, at ${scale}×`, async () => {
      await open();
      await send(view, 'snapshot', finishedRun());
      await send(view, 'compared', [
        demoSnapshot(400, { ...finished, id: 'run-2', title: 'plain-34 · airplane, bird' }),
      ]);
      await settled(view);
      assert.deepEqual(
        await faultsEverywhere(view, { name: 'metrics-compared', scale, height: scale === 1 ? 2800 : 1200, widths }),
        [],
      );
    });
  }
});
