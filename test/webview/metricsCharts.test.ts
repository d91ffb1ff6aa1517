import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { browserForTests } from '../page/browserForTests';
import type { SavedFile } from '../../src/protocol/viewContract';
import type { WebviewPage } from '../page/openPage';
import { screenshotFile } from '../page/screenshotFile';
import { drawnColours, drawnPixels, settled } from './metricsCanvas';
import {
  demoSnapshot,
  demoStart,
  demoTested,
  finished,
  isEvent,
  openMetrics,
  postedCount,
  send,
  type MetricsPageOptions,
} from './metricsPage';

const otherInks = [
  [234, 90, 0],
  [137, 209, 133],
  [241, 76, 76],
];

/** How many pixels have a colour, but for smoothing. */
function near(colours: Readonly<Record<string, number>>, ink: readonly number[]): number {
  const isNear = (colour: string): boolean =>
    colour.split(',').every((part, index) => Math.abs(Number(part) - (ink[index] ?? 0)) < 14);
  return Object.entries(colours).reduce((sum, [colour, count]) => sum + (isNear(colour) ? count : 0), 0);
}

function savedFile(message: unknown): SavedFile | undefined {
  return isEvent(message, 'save') ? (message as { readonly payload: SavedFile }).payload : undefined;
}

/** Axes that have moved are drawn once more when they rest, after 150 ms. */
async function rested(view: WebviewPage): Promise<void> {
  await view.page.waitForTimeout(200);
  await settled(view);
}

describe('the metrics view: axes, comparison, tests and files', () => {
  const browser = browserForTests();
  let view: WebviewPage;
  const at = (selector: string): Locator => view.page.locator(selector);
  const text = (selector: string): Promise<string> => at(selector).innerText();
  const open = async (options: Omit<MetricsPageOptions, 'browser'> = {}): Promise<void> => {
    view = await openMetrics({ browser: browser(), size: { width: 420, height: 1600 }, ...options });
  };
  const mouse = async (part: { readonly x: number; readonly y: number }): Promise<void> => {
    const box = await at('#chart-loss .u-over').boundingBox();
    assert.ok(box);
    await view.page.mouse.move(box.x + part.x * box.width, box.y + part.y * box.height);
    await rested(view);
  };
  const drag = async (from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> => {
    await mouse(from);
    await view.page.mouse.down();
    await mouse(to);
    await view.page.mouse.up();
    await rested(view);
  };
  const stepAt = async (x: number): Promise<number> => {
    await mouse({ x, y: 0.5 });
    return Number(/step ([\d,]+)/.exec(await text('#chart-accuracy .readout-step'))?.[1]?.replace(',', ''));
  };
  const pressed = async (...keys: readonly string[]): Promise<void> => {
    await at('#chart-loss .plot').focus();
    for (const key of keys) await view.page.keyboard.press(key);
    await rested(view);
  };

  afterEach(async () => {
    assert.deepEqual(view.problems(), []);
    await view.close();
  });

  it('zooms the values alone by Shift and a drag, and shows all again by a double-click', async () => {
    await open();
    await send(view, 'snapshot', demoSnapshot(785));
    await rested(view);
    const before = await drawnColours(view, 'loss');
    const [first, accuracy] = [await stepAt(0), await drawnColours(view, 'accuracy')];
    await view.page.keyboard.down('Shift');
    await drag({ x: 0.4, y: 0.2 }, { x: 0.6, y: 0.6 });
    await view.page.keyboard.up('Shift');
    await at('#reset-zoom').waitFor();
    assert.notDeepEqual(await drawnColours(view, 'loss'), before);
    assert.deepEqual(await drawnColours(view, 'accuracy'), accuracy);
    assert.equal(await stepAt(0), first);
    await at('#chart-loss .u-over').dblclick();
    await rested(view);
    assert.equal(await at('#reset-zoom').isVisible(), false);
    assert.deepEqual(await drawnColours(view, 'loss'), before);
  });

  it('zooms and moves by the wheel, with Ctrl about the pointer', async () => {
    await open();
    await send(view, 'snapshot', demoSnapshot(785));
    await rested(view);
    const pointed = await stepAt(0.5);
    await view.page.keyboard.down('Control');
    for (let turn = 0; turn < 4; turn++) await view.page.mouse.wheel(0, -200);
    await view.page.keyboard.up('Control');
    await rested(view);
    assert.ok(Math.abs((await stepAt(0.5)) - pointed) <= 2);
    const [from, to] = [await stepAt(0), await stepAt(0.995)];
    assert.ok(to - from < 785 / 5, `${from}…${to}`);
    await view.page.keyboard.down('Shift');
    await view.page.mouse.wheel(0, 200);
    await view.page.keyboard.up('Shift');
    await rested(view);
    assert.ok((await stepAt(0)) > from + 20);
  });

  it('zooms, moves and shows all by keys', async () => {
    await open();
    await send(view, 'snapshot', demoSnapshot(785));
    await rested(view);
    await pressed('+', '+', '+');
    const [from, to] = [await stepAt(0), await stepAt(0.995)];
    assert.ok(from > 200 && to < 600, `${from}…${to}`);
    await pressed('Shift+ArrowRight');
    assert.ok((await stepAt(0)) > from + 20);
    const steps = await drawnColours(view, 'loss');
    await pressed('ArrowUp');
    assert.notDeepEqual(await drawnColours(view, 'loss'), steps);
    await pressed('-');
    assert.ok((await stepAt(0.995)) > to);
    await pressed('0');
    assert.equal(await stepAt(0), 1);
    assert.equal(await at('#reset-zoom').isVisible(), false);
  });

  it('counts every key, however many come before the next drawing', async () => {
    await open();
    await send(view, 'snapshot', demoSnapshot(785));
    await rested(view);
    await at('#chart-loss .plot').evaluate((plot) => {
      for (const key of ['+', '+', '+', 'ArrowUp', 'ArrowUp'])
        plot.dispatchEvent(new KeyboardEvent('keydown', { key }));
    });
    await rested(view);
    const [from, to] = [await stepAt(0), await stepAt(0.995)];
    assert.ok(from > 200 && to < 600, `${from}…${to}`);
  });

  it('counts epochs or wall time on the horizontal axis, also logarithmically', async () => {
    await open();
    const snapshot = demoSnapshot(785);
    await send(view, 'snapshot', snapshot);
    await rested(view);
    const linear = await stepAt(0.5);
    await at('#log-steps').click();
    await rested(view);
    const logarithmic = await stepAt(0.5);
    assert.ok(Math.abs(logarithmic - Math.sqrt(785)) < 2, `${linear}, ${logarithmic}`);
    await view.screenshot('metrics-log-steps');
    await at('#log-steps').click();
    await at('#unit').selectOption('epochs');
    await rested(view);
    assert.ok(Math.abs((await stepAt(0.5)) - linear) < 4);
    await at('#unit').selectOption('time');
    await rested(view);
    const step = await stepAt(0.5);
    const { epochs, steps } = snapshot;
    const wallUntil = (last: number): number => {
      const behind = epochs.filter((epoch) => epoch.step < last);
      const since = steps.stepMs.slice(behind.at(-1)?.step ?? 0, last);
      return behind.reduce((sum, epoch) => sum + epoch.seconds, 0) + since.reduce((sum, ms) => sum + ms / 1000, 0);
    };
    const seconds = wallUntil(step);
    assert.ok(Math.abs(seconds / wallUntil(785) - 0.5) < 0.01);
    assert.equal(
      await text('#chart-loss .readout-step'),
      `step ${step} · ${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`,
    );
    assert.equal((view.state() as { unit: string }).unit, 'time');
    await view.screenshot('metrics-time');
  });

  it('begins value axes at 0 where that is wanted', async () => {
    await open();
    await send(view, 'snapshot', demoSnapshot(785));
    await rested(view);
    const before = await drawnColours(view, 'throughput');
    await at('#from-zero').click();
    await rested(view);
    assert.notDeepEqual(await drawnColours(view, 'throughput'), before);
    await view.screenshot('metrics-from-zero');
  });

  it('folds a chart to its heading, by the keyboard too, and keeps that', async () => {
    await open();
    await send(view, 'snapshot', demoSnapshot(785));
    await rested(view);
    await at('#chart-throughput .fold').focus();
    await view.page.keyboard.press('Enter');
    await at('#chart-throughput .plot').waitFor({ state: 'hidden' });
    assert.equal(await at('#chart-throughput .fold').getAttribute('aria-expanded'), 'false');
    assert.match(await text('#chart-throughput [data-line=raw]'), /^\d+$/);
    assert.deepEqual((view.state() as { folded: string[] }).folded, ['throughput']);
    await at('#chart-throughput .fold').click();
    await rested(view);
    assert.ok((await drawnPixels(view, 'throughput')) > 2000);
  });

  it('lays compared runs over the one that is shown, and reads each out at the pointer', async () => {
    await open();
    await send(view, 'snapshot', demoSnapshot(785, finished));
    await rested(view);
    const alone = await drawnColours(view, 'loss');
    const others = [1, 2, 3].map((number) => {
      const snapshot = demoSnapshot(300 * number, { ...finished, id: `run-${number + 1}`, title: 'ResNet-18' });
      return {
        ...snapshot,
        steps: { ...snapshot.steps, loss: snapshot.steps.loss.map((loss) => loss + 0.2 * number) },
      };
    });
    await send(view, 'compared', others);
    await rested(view);
    const colours = await drawnColours(view, 'loss');
    for (const ink of otherInks) assert.ok(near(colours, ink) > near(alone, ink) + 40, ink.join());
    assert.equal(await at('#compared tbody tr').count(), 4);
    const names = ['ResNet-34 · airplane, bird', 'run-2', 'run-3', 'run-4'];
    assert.deepEqual(await at('#compared tbody th').allInnerTexts(), names);
    assert.match(await text('.compared-place'), /at their ends/);
    const width = 900;
    const step = await (async (): Promise<number> => {
      await mouse({ x: 0.5, y: 0.5 });
      return Number(/step (\d+)/.exec(await text('.compared-place'))?.[1]);
    })();
    assert.ok(Math.abs(step - width / 2) <= 2, String(step));
    const cell = (row: number, column: number): Promise<string> =>
      text(`#compared tbody tr:nth-child(${row}) td:nth-of-type(${column})`);
    assert.equal(await cell(2, 1), '–');
    assert.match(await cell(3, 1), /^0\.\d{4}$/);
    assert.match(await cell(3, 4), /^8\d\.\d\d %$/);
    await view.screenshot('metrics-compared');
    await at('#end-comparison').click();
    await view.untilPosted((message) => isEvent(message, 'endComparison'));
    await send(view, 'compared', []);
    await mouse({ x: 0.5, y: 1.4 });
    assert.equal(await at('.compared').isVisible(), false);
  });

  it('goes on with a compared run by deltas', async () => {
    await open();
    await send(view, 'snapshot', demoSnapshot(785, finished));
    await send(view, 'compared', [demoSnapshot(100, { id: 'run-2' })]);
    const { steps, ...delta } = demoSnapshot(50, { id: 'run-2' });
    await send(view, 'delta', { ...delta, epochs: [], steps, from: 100 });
    await rested(view);
    await mouse({ x: 149 / 784, y: 0.5 });
    const row = '#compared tbody tr:nth-child(2) td:nth-of-type(1)';
    assert.match(await text(row), /^\d\.\d{4}$/);
    await mouse({ x: 160 / 784, y: 0.5 });
    assert.equal(await text(row), '–');
    assert.equal(postedCount(view, 'ready'), 1);
  });

  it('shows the confusion matrix and the most confident mistakes', async () => {
    await open({ size: { width: 420, height: 2000 } });
    await send(view, 'snapshot', { ...demoSnapshot(785, finished), tested: demoTested(5) });
    await at('.confusion').waitFor();
    assert.deepEqual(await at('.confusion tbody td').allInnerTexts(), ['880', '60', '60', '873']);
    assert.equal(
      await at('.confusion td.wrong').first().getAttribute('title'),
      '60 of 940 airplane images (6.38 %) were taken for bird',
    );
    assert.equal(await at('.mistakes canvas').count(), 12);
    assert.equal(await text('.mistakes li:first-child figcaption'), 'airplane → bird\n99.90 %');
    const painted = await at('.mistakes canvas')
      .nth(1)
      .evaluate((canvas) => {
        const context = canvas instanceof HTMLCanvasElement ? canvas.getContext('2d') : null;
        return [...(context?.getImageData(0, 1, 1, 1).data ?? [])];
      });
    assert.deepEqual(painted, [32, 1056, 2080].map((byte) => Math.floor(byte / 12) + 9).concat(255));
    const words = { ...demoTested(6), pixels: undefined };
    const { steps, ...delta } = demoSnapshot(0, finished);
    await send(view, 'delta', { ...delta, from: 785, steps, tested: words });
    await at('.tested h2').getByText('Confusion matrix, epoch 6').waitFor();
    assert.equal(await at('.mistakes canvas').count(), 0);
    assert.match(await text('.mistakes li:first-child'), /^Image 0\nairplane → bird/);
  });

  it('says why there is no matrix of many classes', async () => {
    await open();
    const classes = Array.from({ length: 11 }, (_, row) => `class ${row}`);
    const snapshot = demoSnapshot(785, { ...finished, start: { ...demoStart, classes } });
    await send(view, 'snapshot', { ...snapshot, tested: demoTested(5, 11) });
    await at('.tested .note').waitFor();
    assert.equal(await text('.tested .note'), 'A confusion matrix is drawn for 10 classes at most; these are 11.');
  });

  it('saves all steps as CSV and the charts as an image', async () => {
    await open();
    await send(view, 'snapshot', demoSnapshot(200, finished));
    await send(view, 'compared', [demoSnapshot(30, { ...finished, id: 'run-2', title: 'ResNet-18, "tuned"' })]);
    await rested(view);
    const saved = async (button: string, name: string): Promise<unknown> => {
      await at(button).click();
      const message = await view.untilPosted((each) => savedFile(each)?.name === name);
      return savedFile(message)?.content;
    };
    const csv = await saved('#save-csv', 'run-1.csv');
    const rows = String(csv).trimEnd().split('\r\n');
    assert.equal(
      rows[0],
      'run,title,step,epoch,seconds,loss,accuracy,gradient_norm,learning_rate,images_per_s,test_loss,test_accuracy',
    );
    assert.equal(rows.length, 1 + 200 + 30);
    assert.match(rows[157] ?? '', /^run-1,"ResNet-34 · airplane, bird",157,1,.*,0\.3811,0\.8445$/);
    assert.match(rows[2] ?? '', /,,0\.001,\d+\.\d+,,$/);
    assert.match(rows[201] ?? '', /^run-2,"ResNet-18, ""tuned""",1,1,/);
    for (const [button, name, height] of [
      ['#save-loss', 'run-1-loss.png', 2 * (16 + 26 + 20 + 300 + 16)],
      ['#save-png', 'run-1-charts.png', 2 * (16 + 5 * (26 + 20 + 300 + 16))],
    ] as const) {
      const content = await saved(button, name);
      assert.ok(content instanceof Uint8Array);
      const bytes = Buffer.from(content);
      assert.deepEqual(
        [bytes.toString('latin1', 1, 4), bytes.readUInt32BE(16), bytes.readUInt32BE(20)],
        ['PNG', 1344, height],
      );
      writeFileSync(screenshotFile(`metrics-saved-${name.replace(/\.png$/, '')}`), bytes);
    }
  });

  it('fits narrow and wide views in all themes', async () => {
    await open({ size: { width: 260, height: 2600 } });
    const classes = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];
    const snapshot = demoSnapshot(785, { ...finished, start: { ...demoStart, classes } });
    await send(view, 'snapshot', { ...snapshot, tested: demoTested(5, 10) });
    await send(view, 'compared', [
      demoSnapshot(600, { ...finished, id: 'run-2', title: 'ResNet-18 · airplane, bird' }),
    ]);
    for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const)
      for (const width of [260, 400, 900]) {
        await view.setTheme(theme);
        await view.page.setViewportSize({ width, height: width === 260 ? 2600 : 2000 });
        await rested(view);
        const scroll = await at('html').evaluate((element) => element.scrollWidth);
        assert.ok(scroll <= width, `${theme}, ${width}: ${scroll}`);
        await view.screenshot(`metrics-all-${theme}-${width}`);
      }
  });
});
