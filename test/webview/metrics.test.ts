import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { browserForTests } from '../page/browserForTests';
import type { WebviewPage } from '../page/openPage';
import { countDrawing, drawnColours, drawnPixels, settled } from './metricsCanvas';
import {
  demoEpochs,
  demoSnapshot,
  demoStart,
  demoStatus,
  demoSteps,
  finished,
  greet,
  isEvent,
  openMetrics,
  postedCount,
  send,
  type MetricsPageOptions,
} from './metricsPage';

const charts = ['loss', 'accuracy', 'gradient-norm', 'learning-rate', 'throughput'] as const;

describe('the metrics view in a browser', () => {
  const browser = browserForTests();
  let view: WebviewPage;
  const at = (selector: string): Locator => view.page.locator(selector);
  const text = (selector: string): Promise<string> => at(selector).innerText();
  const readout = (chart: string, line: string): Promise<string> => text(`#chart-${chart} [data-line=${line}]`);
  const open = async (options: Omit<MetricsPageOptions, 'browser'> = {}): Promise<void> => {
    view = await openMetrics({ browser: browser(), size: { width: 420, height: 1700 }, ...options });
  };
  const over = async (chart: string, part: number): Promise<void> => {
    await at(`#chart-${chart} .u-over`).scrollIntoViewIfNeeded();
    const box = await at(`#chart-${chart} .u-over`).boundingBox();
    assert.ok(box);
    await view.page.mouse.move(box.x + part * box.width, box.y + box.height / 2);
    await settled(view);
  };

  afterEach(async () => {
    assert.deepEqual(view.problems(), []);
    await view.close();
  });

  it('asks for the run, and offers training where there is none', async () => {
    await open();
    await view.untilPosted((message) => isEvent(message, 'ready'));
    await at('.empty').waitFor();
    assert.match(await text('.empty p'), /^No network has been trained here yet:.*\.$/);
    await at('#train-first').click();
    await view.untilPosted((message) => isEvent(message, 'train'));
  });

  it('draws the charts, the epochs and how far the run is', async () => {
    await open();
    await send(view, 'snapshot', demoSnapshot(600));
    await settled(view);
    for (const chart of charts) assert.ok((await drawnPixels(view, chart)) > 2000, chart);
    assert.equal(await text('.run-title'), 'ResNet-34 · airplane, bird');
    assert.equal(await text('.run-state'), 'Running');
    assert.equal(await text('.run-message'), 'Epoch 4 of 5 · step 600 · loss 0.2931');
    const facts = await at('.run-facts dd').allInnerTexts();
    assert.deepEqual([facts[0], facts[1], facts[4]], ['4 / 5', '600 / 785', 'tensorflow']);
    assert.equal(facts[5], 'cifar10 · 10,000 + 2,000');
    assert.match(facts[2] ?? '', /^2 min \d+ s$/);
    assert.match(facts[3] ?? '', /^~ \d+ s$/);
    assert.match(
      (await at('#chart-accuracy .plot').getAttribute('aria-label')) ?? '',
      /^Accuracy over 600 steps; newest: /,
    );
    await view.screenshot('metrics-running-dark');
  });

  it('says what trains on which images, and stays opened while steps arrive', async () => {
    await open({ size: { width: 280, height: 900 } });
    const places = async (): Promise<unknown> =>
      at('.run, .chart').evaluateAll((found) =>
        found.map((element) => JSON.stringify(element.getBoundingClientRect())),
      );
    const message = 'A line.';
    await send(view, 'snapshot', demoSnapshot(0, { state: 'starting', start: undefined, message }));
    await settled(view);
    const before = await places();
    assert.equal(await text('.run-engine summary'), 'Engine: –');
    assert.equal(await text('[data-fact=images]'), '–');
    const reason = 'No NVIDIA driver was found on this machine.';
    const passedOver = [{ engine: 'tensorflow-gpu', reason }] as const;
    const stepDetail = 'This engine knows no graphs.';
    const step = { step: 'eager', stepDetail } as const;
    const start = { ...demoStart, ...step, data: '/home/someone/own-images', passedOver };
    const status = demoStatus({ start, message });
    const delta = { status, epochs: [], live: undefined };
    await send(view, 'delta', { ...delta, from: 0, steps: demoSteps(1) });
    await settled(view);
    assert.deepEqual(await places(), before);
    assert.equal(await text('.run-engine summary'), 'Engine: tensorflow, op by op — TensorFlow 2.9.1 on 8 CPU cores');
    assert.equal(await text('[data-fact=images]'), 'own-images · 10,000 + 2,000');
    assert.match((await at('[data-fact=images]').getAttribute('title')) ?? '', /^\/home\/someone\/own-images: /);
    assert.equal(await at('.run-engine li').first().isVisible(), false);
    await at('.run-engine summary').click();
    assert.deepEqual(await at('.run-engine li').allInnerTexts(), [
      `tensorflow-gpu: ${reason}`,
      `one graph: ${stepDetail}`,
    ]);
    const opened = await places();
    await send(view, 'delta', { ...delta, from: 1, steps: demoSteps(40, 1) });
    await settled(view);
    assert.equal(await text('[data-fact=step]'), '41 / 785');
    assert.equal(await at('.run-engine li').first().isVisible(), true);
    assert.deepEqual(await places(), opened);
    await view.screenshot('metrics-engine-opened');
  });

  it('marks the best epoch in a table with headers', async () => {
    await open();
    await send(view, 'snapshot', demoSnapshot(785, finished));
    await at('#epochs tbody tr').nth(4).waitFor();
    assert.equal(await at('#epochs thead th[scope=col]').count(), 6);
    assert.equal(await at('#epochs tbody th[scope=row]').count(), 5);
    assert.equal(await at('#epochs tr.best').count(), 1);
    assert.deepEqual((await text('#epochs tr.best')).split(/\s+/), [
      '5★',
      '0.2500',
      '91.00',
      '0.2586',
      '89.90',
      '47.8',
    ]);
    assert.equal(await at('#epochs .best-mark:visible').count(), 1);
  });

  it('reads the values out at the pointer, in all charts, without moving anything', async () => {
    await open();
    const snapshot = demoSnapshot(785, finished);
    await send(view, 'snapshot', snapshot);
    await settled(view);
    const newest = await text('#chart-loss .readout-step');
    assert.equal(newest, 'step 785 · epoch 5');
    const places = async (): Promise<unknown> =>
      at('.chart, .plot, .readout').evaluateAll((found) =>
        found.map((element) => JSON.stringify(element.getBoundingClientRect())),
      );
    const before = await places();
    await over('loss', 0.5);
    const step = Number(/^step (\d+) · epoch 3$/.exec(await text('#chart-throughput .readout-step'))?.[1]);
    assert.ok(Math.abs(step - 393) <= 2, String(step));
    assert.equal(await text('#chart-loss .readout-step'), `step ${step} · epoch 3`);
    assert.equal(await readout('loss', 'raw'), (snapshot.steps.loss[step - 1] ?? 0).toFixed(4));
    assert.equal(await readout('loss', 'test'), '0.4020');
    assert.equal(await readout('accuracy', 'test'), '83.80 %');
    assert.equal(await readout('throughput', 'raw'), (snapshot.steps.imagesPerSecond[step - 1] ?? 0).toFixed(0));
    assert.deepEqual(await places(), before);
    await view.page.mouse.move(2, 2);
    await settled(view);
    assert.equal(await text('#chart-loss .readout-step'), newest);
  });

  it('goes through the steps by the keyboard', async () => {
    await open();
    await send(view, 'snapshot', demoSnapshot(785));
    await settled(view);
    await at('#chart-loss .plot').focus();
    const pressed = async (key: string): Promise<string> => {
      await view.page.keyboard.press(key);
      return text('#chart-accuracy .readout-step');
    };
    assert.equal(await pressed('ArrowLeft'), 'step 784 · epoch 5');
    assert.equal(await pressed('ArrowLeft'), 'step 783 · epoch 5');
    assert.equal(await pressed('Home'), 'step 1 · epoch 1');
    assert.equal(await pressed('ArrowLeft'), 'step 1 · epoch 1');
    assert.equal(await pressed('Escape'), 'step 785 · epoch 5');
  });

  it('draws the loss on a logarithmic axis, and remembers it with the smoothing', async () => {
    await open();
    await send(view, 'snapshot', demoSnapshot(785));
    await settled(view);
    const linear = await drawnPixels(view, 'loss');
    const smooth = await readout('loss', 'smooth');
    await at('#log-values').click();
    await settled(view);
    assert.notEqual(await drawnPixels(view, 'loss'), linear);
    await at('#smoothing').fill('0');
    await settled(view);
    assert.equal(await text('.smoothing output'), 'off');
    assert.equal(await readout('loss', 'smooth'), await readout('loss', 'raw'));
    assert.notEqual(await readout('loss', 'smooth'), smooth);
    const rest = { logSteps: false, fromZero: false, unit: 'steps', folded: [] };
    assert.deepEqual(view.state(), { smoothing: 0, logValues: true, ...rest });
  });

  it('comes back as it was, from the state it kept and a snapshot', async () => {
    await open({ state: { smoothing: 0.99, logValues: true, somethingOlder: [1] } });
    await send(view, 'snapshot', demoSnapshot(400));
    await settled(view);
    const drawn = await drawnPixels(view, 'loss');
    await view.reload();
    await greet(view);
    await send(view, 'snapshot', demoSnapshot(400));
    await settled(view);
    assert.equal(await drawnPixels(view, 'loss'), drawn);
    assert.equal(await text('.smoothing output'), '0.99');
    assert.equal(await at('#log-values[aria-checked=true]').count(), 1);
    assert.equal(postedCount(view, 'ready'), 2);
  });

  it('asks to stop, once, and to train again', async () => {
    await open();
    await send(view, 'snapshot', demoSnapshot(300));
    await at('#stop').click();
    await view.untilPosted((message) => isEvent(message, 'stop'));
    await at('#stop').click({ force: true });
    assert.equal(postedCount(view, 'stop'), 1);
    assert.equal(await at('#train').isVisible(), false);
    await send(view, 'delta', { ...demoSnapshot(0, { state: 'stopped', message: 'It was stopped.' }), from: 300 });
    await at('#train').click();
    await view.untilPosted((message) => isEvent(message, 'train'));
    assert.equal(await at('#stop').isVisible(), false);
    await send(view, 'snapshot', demoSnapshot(0, { id: 'run-2' }));
    await at('#stop').click();
    await settled(view);
    assert.equal(postedCount(view, 'stop'), 2);
  });

  it('shows why a run failed', async () => {
    await open({ size: { width: 280, height: 700 } });
    const message = 'The loss became NaN at step 301; the first layer whose gradient was not finite is layer3.2.conv1.';
    await send(view, 'snapshot', demoSnapshot(300, { state: 'failed', message }));
    await at('.run-message[role=alert]').waitFor();
    assert.equal(await text('.run-message'), message);
    assert.equal(await text('.run-state'), 'Failed');
    await view.screenshot('metrics-failed-dark');
  });

  it('drops a delta that does not follow, and asks for a snapshot once', async () => {
    await open();
    await send(view, 'snapshot', demoSnapshot(300));
    const delta = { status: demoStatus(), from: 350, steps: demoSteps(10, 350), epochs: [], live: undefined };
    await send(view, 'delta', delta);
    await send(view, 'delta', { ...delta, from: 360, status: demoStatus({ id: 'run-2' }) });
    await settled(view);
    assert.equal(postedCount(view, 'ready'), 2);
    assert.equal(await text('#chart-loss .readout-step'), 'step 300 · epoch 2');
    await send(view, 'snapshot', demoSnapshot(360));
    await send(view, 'delta', { ...delta, from: 360 });
    await settled(view);
    assert.equal(await text('#chart-loss .readout-step'), 'step 370 · epoch 3');
    await send(view, 'delta', delta);
    await settled(view);
    assert.equal(postedCount(view, 'ready'), 3);
  });

  it('stays at work with 100,000 steps that come by deltas: drawing costs what its pixels cost', async () => {
    await open();
    await send(view, 'snapshot', demoSnapshot(0));
    await settled(view);
    const counts = await countDrawing(view);
    for (let from = 0; from < 100_000; from += 1000)
      await send(view, 'delta', {
        status: demoStatus(),
        from,
        steps: demoSteps(1000, from),
        epochs: [],
        live: undefined,
      });
    await settled(view);
    assert.equal(await text('#chart-loss .readout-step'), 'step 100,000 · epoch 1');
    const { drawings, frames, mostPoints } = await counts();
    assert.ok(drawings <= charts.length * frames, `${drawings} drawings in ${frames} frames`);
    assert.ok(mostPoints > 420 && mostPoints < 8 * 420, `${mostPoints} points on 420 px`);
    await at('#stop').click();
    await view.untilPosted((message) => isEvent(message, 'stop'));
    assert.equal(postedCount(view, 'ready'), 1);
  });

  it('draws once a frame, however many deltas come', async () => {
    await open();
    await send(view, 'snapshot', demoSnapshot(0));
    await settled(view);
    const counts = await countDrawing(view);
    const deltas = Array.from({ length: 300 }, (_, from) => ({
      ...{ status: demoStatus(), from, steps: demoSteps(1, from), epochs: [], live: undefined },
    }));
    await view.page.evaluate((all) => {
      for (const payload of all) window.postMessage({ type: 'event', name: 'delta', payload }, window.origin);
    }, deltas);
    await at('#chart-loss .readout-step').getByText('step 300').waitFor();
    const { drawings, frames } = await counts();
    assert.ok(drawings <= charts.length * frames, `${drawings} drawings in ${frames} frames`);
  });

  it('survives losses that are no numbers', async () => {
    await open();
    const snapshot = demoSnapshot(300);
    snapshot.steps.loss.fill(Number.NaN, 100, 200);
    snapshot.steps.loss[250] = Infinity;
    snapshot.steps.imagesPerSecond.fill(Number.NaN);
    await send(view, 'snapshot', {
      ...snapshot,
      epochs: demoEpochs(1).map((epoch) => ({ ...epoch, testAccuracy: Number.NaN })),
    });
    await settled(view);
    assert.ok((await drawnPixels(view, 'loss')) > 1000);
    await over('loss', 0.5);
    assert.equal(await readout('loss', 'raw'), '–');
    assert.equal(await at('#epochs tr.best').count(), 0);
    await at('#log-values').click();
    await settled(view);
    assert.ok((await drawnPixels(view, 'loss')) > 1000);
  });

  it('shows a chosen range of steps, and all of them again', async () => {
    await open();
    await send(view, 'snapshot', demoSnapshot(785));
    await over('loss', 0.25);
    await view.page.mouse.down();
    await over('loss', 0.5);
    await view.page.mouse.up();
    await at('#reset-zoom').waitFor();
    await over('accuracy', 0);
    const first = Number(/step (\d+)/.exec(await text('#chart-accuracy .readout-step'))?.[1]);
    assert.ok(Math.abs(first - 197) < 4, String(first));
    await at('#reset-zoom').click();
    await over('accuracy', 0);
    assert.equal(await text('#chart-accuracy .readout-step'), 'step 1 · epoch 1');
    assert.equal(await at('#reset-zoom').isVisible(), false);
  });

  it('puts on the colours of each theme', async () => {
    await open({ theme: 'dark' });
    await send(view, 'snapshot', demoSnapshot(785, finished));
    await settled(view);
    const inks = {
      dark: ['89,164,249', '204,167,0'],
      light: ['0,99,211', '191,136,3'],
      'high-contrast': ['89,164,249', '255,211,112'],
      'high-contrast-light': ['0,99,211', '137,85,3'],
    } as const;
    for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const) {
      await view.setTheme(theme);
      await settled(view);
      const colours = await drawnColours(view, 'accuracy');
      for (const ink of inks[theme])
        assert.ok((colours[ink] ?? 0) > 20, `${theme}: ${ink} in ${JSON.stringify(colours)}`);
      await view.screenshot(`metrics-${theme}`);
    }
  });

  it('fits any width, from a narrow side bar to the panel', async () => {
    await open({ size: { width: 250, height: 800 } });
    await send(view, 'snapshot', demoSnapshot(785, finished));
    for (const width of [250, 420, 1200]) {
      await view.page.setViewportSize({ width, height: width > 1000 ? 330 : 800 });
      await settled(view);
      const sizes = await at('html, .plot, .plot canvas').evaluateAll((found) =>
        found.map((element) => ({ scroll: element.scrollWidth, client: element.clientWidth })),
      );
      assert.ok(sizes[0] !== undefined && sizes[0].scroll <= width, `${width}: ${JSON.stringify(sizes)}`);
      const plots = await at('.plot:has(canvas)').evaluateAll((found) => found.map((plot) => plot.clientWidth));
      const canvases = await at('.plot canvas').evaluateAll((found) => found.map((canvas) => canvas.clientWidth));
      assert.deepEqual(canvases, plots);
      assert.ok(plots.length > 0);
      await view.screenshot(`metrics-${width}`);
    }
  });
});
