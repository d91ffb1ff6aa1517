import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import type { Frame } from 'playwright-core';
import {
  block,
  keptRun,
  metricsView,
  openSession,
  runFolders,
  statusItem,
  train,
  until,
  untilRun,
  untilStep,
  type Session,
} from './session';

/** Pixels of a chart's canvas that are not empty. */
async function inkOf(view: Frame): Promise<number> {
  return view.locator(`${metricsView} canvas`).evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) return 0;
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    return Array.from(data).filter((value, index) => index % 4 === 3 && value > 0).length;
  });
}

async function stepInChart(view: Frame): Promise<number> {
  const text = (await view.locator(`${metricsView} .readout-step`).textContent()) ?? '';
  return Number(/step ([\d,]+)/.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
}

const tints = (panel: Frame): Promise<readonly (string | null)[]> =>
  panel
    .locator('[data-block]')
    .evaluateAll((blocks) =>
      blocks.map((each) => each.querySelector('rect')?.getAttribute('style') ?? each.getAttribute('style')),
    );

describe('"ResNet: Train" in a real VS Code, on CIFAR-10 with native TensorFlow', function () {
  this.timeout(240_000);
  let session: Session;
  let panel: Frame;

  before(async () => {
    session = await openSession();
  });
  after(() => session.code.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.code.screenshot('failed-train');
  });

  it('draws the architecture at once and shows a block’s card on hovering', async () => {
    panel = await train(session);
    assert.equal(await panel.locator('[data-block]').count(), 16);
    await untilStep(panel, 2);
    await panel.locator(block).hover();
    const card = panel.locator('#hover-card');
    await card.waitFor({ state: 'visible' });
    const text = (await card.textContent()) ?? '';
    for (const expected of [/layer1\.0/, /64×8×8/, /73,984/, /4,718,592/, /Gradient norm/])
      assert.match(text, expected);
    await session.code.screenshot('training-dark');
  });

  it('moves the charts and counts in the status bar', async () => {
    const charts = await session.code.webview(metricsView);
    const first = await until(
      () => stepInChart(charts),
      (step) => step >= 1,
      'a step in the chart',
    );
    await until(
      () => stepInChart(charts),
      (step) => step >= first + 3,
      'three steps more',
    );
    assert.ok((await inkOf(charts)) > 100);
    await statusItem(session)
      .filter({ hasText: /ResNet [12]\/2/ })
      .waitFor();
    assert.match((await charts.locator('[data-fact="engine"]').textContent()) ?? '', /tensorflow/);
  });

  it('keeps the run with its epochs, and shows them', async () => {
    await untilRun(session, 'done');
    assert.equal(keptRun(session).epochs.length, 2);
    const files = readdirSync(runFolders(session)[0] ?? '').map((file) => file.replace(/tfevents\..*/, 'tfevents'));
    assert.deepEqual(files.sort(), [
      'best.safetensors',
      'checkpoint.safetensors',
      'events.out.tfevents',
      'metrics.jsonl',
      'network.resnet.json',
      'run.json',
      'weights.safetensors',
    ]);
    await statusItem(session)
      .filter({ hasText: /best \d+\.\d+ %/ })
      .waitFor();
    const charts = await session.code.webview(metricsView);
    assert.equal(await charts.locator('#epochs tbody tr').count(), 2);
    for (const theme of ['light', 'high-contrast', 'high-contrast-light', 'dark'] as const) {
      await session.code.setTheme(theme);
      await session.code.page.waitForTimeout(500);
      await session.code.screenshot(`done-${theme}`);
    }
  });

  it('comes back after a window reload with graph, tint and charts as they were', async () => {
    const finished = (): Promise<string | null> =>
      until(
        () => panel.locator('#status').textContent(),
        (status) => /^Finished/.test(status ?? ''),
        'the end in the panel',
      );
    const rows = async (): Promise<string | null> =>
      (await session.code.webview(metricsView)).locator('#epochs').textContent();
    const before = { status: await finished(), tints: await tints(panel), rows: await rows() };
    await session.code.reload();
    panel = await session.code.webview(block);
    assert.equal(await finished(), before.status);
    assert.deepEqual(await tints(panel), before.tints);
    assert.equal(await rows(), before.rows);
    await session.code.screenshot('restored');
  });
});
