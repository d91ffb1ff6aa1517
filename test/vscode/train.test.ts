import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Frame } from 'playwright-core';
import { saveAs } from './saveDialog';
import {
  block,
  keptRun,
  keptSteps,
  metricsView,
  openSession,
  runFolders,
  statusItem,
  tabTo,
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

/** What a chart's canvas shows, in short; charts out of sight are not drawn. */
async function pictureOf(view: Frame, chart: string): Promise<string> {
  await view.locator(`#chart-${chart}`).scrollIntoViewIfNeeded();
  const canvas = view.locator(`#chart-${chart} canvas`);
  const picture = await canvas.evaluate((each) => (each instanceof HTMLCanvasElement ? each.toDataURL() : ''));
  return createHash('sha1').update(picture).digest('hex');
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

  const press = (key: string): Promise<void> => session.code.page.keyboard.press(key);

  it('reads its charts out under the pointer, and zooms them by a drag or a key until all is shown again', async () => {
    const charts = await session.code.webview(metricsView);
    const over = charts.locator(`${metricsView} .u-over`);
    const point = async (part: number): Promise<void> => {
      const place = await over.boundingBox();
      assert.ok(place);
      await session.code.page.mouse.move(place.x + part * place.width, place.y + place.height / 2);
    };
    const untilRead = async (part: number, accept: (step: number) => boolean): Promise<void> => {
      await point(part);
      await until(() => stepInChart(charts), accept, `another step at ${part} of the width`);
    };
    const untilZoomed = (zoomed: boolean): Promise<void> =>
      charts.locator('#reset-zoom').waitFor({ state: zoomed ? 'visible' : 'hidden' });
    await over.scrollIntoViewIfNeeded();
    await untilRead(0.01, (step) => step === 1);
    await untilRead(0.5, (step) => step === 10 || step === 11);
    await point(0.25);
    await session.code.page.mouse.down();
    await point(0.75);
    await session.code.page.mouse.up();
    await untilZoomed(true);
    await untilRead(0.01, (step) => step === 5 || step === 6);
    await session.code.screenshot('charts-zoomed');
    await over.dblclick();
    await untilZoomed(false);
    await untilRead(0.01, (step) => step === 1);
    await tabTo(session, charts, { to: `${metricsView} .plot` });
    await press('+');
    await untilZoomed(true);
    await press('0');
    await untilZoomed(false);
  });

  it('draws its charts as their controls say, by keys and by the pointer', async () => {
    const charts = await session.code.webview(metricsView);
    await session.code.page.mouse.move(0, 0);
    await session.code.page.waitForTimeout(300); // axes that have moved are drawn once more when they rest
    const before = { loss: await pictureOf(charts, 'loss'), throughput: await pictureOf(charts, 'throughput') };
    const untilDrawn = (chart: keyof typeof before, how: 'same' | 'otherwise'): Promise<unknown> =>
      until(() => pictureOf(charts, chart), (now) => (now === before[chart]) === (how === 'same'), `${how}: ${chart}`); // prettier-ignore
    const pressed = async (to: string, ...keys: readonly string[]): Promise<void> => {
      await tabTo(session, charts, { to, key: 'Shift+Tab' });
      for (const key of keys) await press(key);
    };
    const untilText = (selector: string, wanted: RegExp): Promise<unknown> =>
      until(() => charts.locator(selector).textContent(), (text) => wanted.test(text ?? ''), String(wanted)); // prettier-ignore
    for (const how of ['otherwise', 'same'] as const) {
      await pressed('#log-values', ' ');
      await untilDrawn('loss', how);
    }
    await pressed('#unit', 'ArrowDown', 'ArrowDown');
    await untilText('#chart-loss .readout-place', /\d s$/);
    await pressed('#unit', 'ArrowUp', 'ArrowUp');
    await untilText('#chart-loss .readout-place', /epoch 2$/);
    await pressed('#smoothing', 'Home');
    await untilText('.smoothing output', /^off$/);
    await untilDrawn('loss', 'otherwise');
    await pressed('#smoothing', ...new Array<string>(5).fill('ArrowRight'));
    await untilText('.smoothing output', /^0\.9$/);
    await untilDrawn('loss', 'same');
    for (const how of ['otherwise', 'same'] as const) {
      await charts.locator('#from-zero').click();
      await session.code.page.mouse.move(0, 0);
      await untilDrawn('throughput', how);
    }
  });

  it('shows the last epoch’s confusion matrix and mistakes', async () => {
    const charts = await session.code.webview('.tested .confusion');
    const counts = await charts.locator('.confusion tbody td').allTextContents();
    assert.equal(counts.length, 4);
    assert.equal(
      counts.reduce((sum, count) => sum + Number(count), 0),
      128,
    );
    const mistakes = charts.locator('.mistakes canvas');
    assert.ok((await mistakes.count()) > 0);
    await mistakes.first().scrollIntoViewIfNeeded();
    await session.code.screenshot('charts-mistakes');
  });

  it('saves all steps as CSV', async () => {
    await (await session.code.webview(metricsView)).locator('#save-csv').click();
    const file = await saveAs(session, 'steps.csv');
    const lines = (): readonly string[] => (existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\r\n') : []);
    const [head = ''] = await until(lines, ({ length }) => length === 1 + keptSteps(session), 'a row for each step');
    assert.match(head, /^run,title,step,epoch,seconds,loss,accuracy,/);
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
