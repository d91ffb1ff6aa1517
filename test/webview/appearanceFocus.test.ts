import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { focusStops } from '../page/appearanceOf';
import { browserForTests } from '../page/browserForTests';
import type { WebviewPage } from '../page/openPage';
import { compareNetworks, finishedRun, showAll } from './appearanceScenes';
import { themeKinds } from './appearanceMatrix';
import { openPanel } from './architecturePage';
import { settled } from './metricsCanvas';
import { openMetrics, send } from './metricsPage';

/** Views with everything that has the keyboard's attention, and stops that must be among those of the Tab key. */
const views: Readonly<
  Record<string, { readonly open: (browser: Browser) => Promise<WebviewPage>; readonly stops: readonly string[] }>
> = {
  'the architecture panel': {
    open: async (browser) => {
      const view = await openPanel({ browser, size: { width: 900, height: 900 } });
      await showAll(view);
      return view;
    },
    stops: [
      '#metric',
      '#card-size',
      '#zoom-in',
      '#export-graph',
      '#find-text',
      '#details-close',
      '#scale-log',
      '.item',
    ],
  },
  'the comparison': {
    open: async (browser) => {
      const view = await openPanel({ browser, size: { width: 900, height: 900 } });
      await compareNetworks(view);
      return view;
    },
    stops: ['#previous', 'summary', '#metric', '#fit-all', '#close', '.item'],
  },
  'the metrics view': {
    open: async (browser) => {
      const view = await openMetrics({ browser });
      await send(view, 'snapshot', finishedRun());
      await settled(view);
      return view;
    },
    stops: ['#train', '#smoothing', '#unit', '#log-values', '#save-csv', '#time', '.plot', '.confusion-place'],
  },
};

describe('the keyboard’s focus, in Chromium', function () {
  this.timeout(120_000);
  const browser = browserForTests();
  let view: WebviewPage;

  afterEach(() => view.close());

  for (const [name, { open, stops }] of Object.entries(views))
    it(`goes through ${name}, and is seen at every stop in every theme`, async () => {
      view = await open(browser());
      for (const theme of themeKinds) {
        await view.setTheme(theme);
        await settled(view);
        const { names, complaints } = await focusStops(view.page);
        assert.deepEqual(complaints, [], theme);
        for (const stop of stops) assert.ok(names.some((each) => each.includes(stop)), `${stop} is not among ${names.join()}`); // prettier-ignore
      }
    });
});
