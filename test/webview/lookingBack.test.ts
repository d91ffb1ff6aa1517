import assert from 'node:assert/strict';
import { browserForTests } from '../page/browserForTests';
import type { WebviewPage } from '../page/openPage';
import { existing } from '../trainer/tensorSamples';
import * as panelPage from './architecturePage';
import { settled } from './metricsCanvas';
import { demoSnapshot, openMetrics, send } from './metricsPage';

/** The steps that a page has asked to look back at, in order; null: the newest. */
function asked(view: WebviewPage): readonly (number | null)[] {
  const events = view.posted().filter((message) => isLookBack(message));
  return events.map(({ payload }) => payload?.step ?? null);
}

interface LookBack {
  readonly payload: { readonly step: number } | null;
}

function isLookBack(message: unknown): message is LookBack {
  return typeof message === 'object' && message !== null && 'name' in message && message.name === 'lookBack';
}

describe('looking back in time', () => {
  const browser = browserForTests();
  let view: WebviewPage;

  afterEach(async () => {
    assert.deepEqual(view.problems(), []);
    await view.close();
  });

  async function openRun(): Promise<void> {
    view = await openMetrics({ browser: browser() });
    await send(view, 'snapshot', demoSnapshot(600));
    await settled(view);
  }

  const stepText = (): Promise<string> => view.page.locator('.scrubber output').innerText();
  const value = (): Promise<string> => view.page.locator('#time').inputValue();

  it('begins at the newest step, which it follows', async () => {
    await openRun();
    assert.deepEqual([await value(), await stepText()], ['600', 'step 600']);
    assert.ok(await view.page.locator('#live').evaluate((button) => button.hasAttribute('disabled')));
    await send(view, 'snapshot', demoSnapshot(700));
    await settled(view);
    assert.equal(await value(), '700');
    assert.deepEqual(asked(view), []);
  });

  it('goes to a step by dragging, the read-outs with it, and back by Live', async () => {
    await openRun();
    const box = existing((await view.page.locator('#time').boundingBox()) ?? undefined);
    const middle = box.y + box.height / 2;
    await view.page.mouse.move(box.x + box.width - 8, middle);
    await view.page.mouse.down();
    await view.page.mouse.move(box.x + box.width / 4, middle, { steps: 6 });
    await view.page.mouse.up();
    await view.page.mouse.move(0, 0);
    await settled(view);
    const step = existing(asked(view).at(-1) ?? undefined);
    assert.ok(step > 100 && step < 200, `step ${step}`);
    assert.ok(asked(view).length > 2, 'while it is dragged');
    assert.match(await view.page.locator('#chart-loss .readout-step').innerText(), new RegExp(`^step ${step} `));
    await view.screenshot('metrics-looking-back');
    await view.page.click('#live');
    assert.equal(asked(view).at(-1), null);
    assert.equal(await value(), '600');
  });

  it('goes to a step by dragging the line of time in a chart, and to the newest at its end', async () => {
    await openRun();
    const plot = existing((await view.page.locator('#chart-loss .u-over').boundingBox()) ?? undefined);
    const middle = plot.y + plot.height / 2;
    const at = (part: number): number => plot.x + part * plot.width;
    const drag = async (from: number, to: number): Promise<void> => {
      await view.page.mouse.move(from, middle);
      await view.page.mouse.down();
      await view.page.mouse.move(to, middle, { steps: 6 });
      await view.page.mouse.up();
      await settled(view);
    };
    await view.page.mouse.move(at(1) - 3, middle);
    assert.equal(await view.page.locator('#chart-loss .u-over').evaluate((over) => over.style.cursor), 'ew-resize');
    await drag(at(1) - 3, at(0.5));
    const step = existing(asked(view).at(-1) ?? undefined);
    assert.ok(Math.abs(step - 300) <= 2, `step ${step}`);
    assert.ok(asked(view).length > 2, 'while it is dragged');
    assert.deepEqual([await value(), await stepText()], [String(step), `step ${step}`]);
    assert.equal(await view.page.locator('#reset-zoom').isVisible(), false, 'nothing is zoomed');
    await view.screenshot('metrics-line-of-time');
    await drag(at(0.5), at(0.25));
    assert.ok(Math.abs((asked(view).at(-1) ?? 0) - 150) <= 2);
    await drag(at(0.25), at(1) + 20);
    assert.equal(asked(view).at(-1), null);
    assert.equal(await value(), '600');
  });

  it('goes there by the keyboard', async () => {
    await openRun();
    await view.page.focus('#time');
    await view.page.keyboard.press('ArrowLeft');
    await view.page.keyboard.press('Home');
    assert.deepEqual(asked(view), [599, 1]);
    assert.equal(await view.page.locator('#time').getAttribute('aria-valuetext'), 'step 1');
  });

  it('plays the run back from where it is, until it is stopped', async () => {
    await openRun();
    await view.page.click('#play');
    await view.page.waitForFunction(() => Number(document.querySelector<HTMLInputElement>('#time')?.value) > 20);
    await view.page.click('#play');
    const steps = asked(view).map((step) => step ?? Number.NaN);
    assert.equal(steps[0], 1);
    assert.ok(steps.every((step, at) => at === 0 || step > (steps[at - 1] ?? 0)));
    const before = await value();
    await view.page.waitForTimeout(200);
    assert.equal(await value(), before);
  });

  it('follows where another view goes', async () => {
    await openRun();
    await view.post({ type: 'event', name: 'moment', payload: { step: 42, live: undefined } });
    await settled(view);
    assert.equal(await stepText(), 'step 42');
    await view.post({ type: 'event', name: 'moment', payload: null });
    await settled(view);
    assert.equal(await stepText(), 'step 600');
    assert.deepEqual(asked(view), []);
  });

  it('colours the graph by the numbers of the step, which it names, until Live', async () => {
    const architecture = panelPage.network('resnet34');
    view = await panelPage.openPanel({ browser: browser(), size: { width: 900, height: 800 } });
    await panelPage.show(view, architecture, 'ResNet-34');
    await panelPage.send(view, 'snapshot', panelPage.snapshotOf(architecture, 500));
    const number = (): Promise<string> => view.page.locator('[data-block="layer2.0"] .value').first().innerHTML();
    await view.page.waitForFunction(() => document.querySelector('[data-block="layer2.0"] .value')?.textContent !== '');
    const newest = await number();
    const start = panelPage.startOf(architecture);
    const moment = { step: 120, live: panelPage.liveOf(start, 113) };
    await panelPage.send(view, 'moment', moment);
    await view.page.locator('#moment').waitFor();
    assert.match(await view.page.locator('#moment').innerText(), /^Step 120, measured at 113/);
    const then = await number();
    assert.notEqual(then, newest);
    await panelPage.send(view, 'snapshot', panelPage.snapshotOf(architecture, 501));
    await view.page.waitForTimeout(100);
    assert.equal(await number(), then, 'news leave it there');
    await view.screenshot('architecture-looking-back');
    await view.page.click('#live');
    assert.deepEqual(asked(view), [null]);
    await panelPage.send(view, 'moment', null);
    await view.page.locator('#moment').waitFor({ state: 'hidden' });
    assert.notEqual(await number(), then);
  });
});
