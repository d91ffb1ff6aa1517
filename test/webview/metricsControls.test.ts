import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { RunStatus } from '../../src/protocol/viewContract';
import { browserForTests } from '../page/browserForTests';
import type { WebviewPage } from '../page/openPage';
import { settled } from './metricsCanvas';
import { demoSnapshot, isEvent, openMetrics, payloadOf, send, type MetricsPageOptions } from './metricsPage';

describe('the buttons of a run that goes on', () => {
  const browser = browserForTests();
  let view: WebviewPage;
  const at = (selector: string): Locator => view.page.locator(selector);
  const text = (selector: string): Promise<string> => at(selector).innerText();
  const open = async (options: Omit<MetricsPageOptions, 'browser'> = {}): Promise<void> => {
    view = await openMetrics({ browser: browser(), ...options });
  };

  afterEach(async () => {
    assert.deepEqual(view.problems(), []);
    await view.close();
  });

  it('pauses and continues, stops after the epoch, and asks for another learning rate', async () => {
    await open();
    const asked = (): unknown[] =>
      view.posted().flatMap((message) => (isEvent(message, 'control') ? [payloadOf(message)] : []));
    const show = async (status: Partial<RunStatus>): Promise<void> => {
      await send(view, 'delta', { ...demoSnapshot(0, status), from: 300 });
      await settled(view);
    };
    const offered = async (): Promise<string[]> =>
      at('.run vscode-button:visible:not([disabled])').evaluateAll((buttons) => buttons.map(({ id }) => id));
    await send(view, 'snapshot', demoSnapshot(300, { state: 'starting' }));
    await settled(view);
    assert.deepEqual(await offered(), ['stop']);
    await at('#pause').click({ force: true });
    assert.deepEqual(asked(), []);
    await show({ state: 'running' });
    assert.deepEqual(await offered(), ['pause', 'stop', 'stop-after-epoch', 'change-learning-rate']);
    for (const id of ['pause', 'stop-after-epoch', 'change-learning-rate']) await at(`#${id}`).click();
    assert.deepEqual(asked(), ['pause', 'stopAfterEpoch', 'changeLearningRate']);
    await view.screenshot('metrics-controls-running');
    await show({ state: 'paused', message: 'Paused before step 301', stopsAfterEpoch: true });
    assert.deepEqual(await offered(), ['continue', 'stop', 'change-learning-rate']);
    assert.equal(await text('.run-state'), 'Paused');
    assert.equal(await text('[data-fact=left]'), '–');
    await view.screenshot('metrics-controls-paused');
    await at('#continue').focus();
    await view.page.keyboard.press('Enter');
    await settled(view);
    assert.deepEqual(asked().at(-1), 'continue');
    await show({ state: 'stopped', message: 'Stopped.' });
    assert.deepEqual(await offered(), ['train']);
    await show({ state: 'running', elsewhere: true });
    assert.deepEqual(await offered(), ['train']);
  });

  it('keeps its buttons whole in a narrow panel', async () => {
    await open({ size: { width: 280, height: 700 } });
    await send(view, 'snapshot', demoSnapshot(300, { state: 'paused' }));
    await settled(view);
    const boxes = await at('.run vscode-button:visible').evaluateAll((buttons) =>
      buttons.map((element) => element.getBoundingClientRect().toJSON() as { left: number; right: number }),
    );
    assert.equal(boxes.length, 4);
    for (const { left, right } of boxes) assert.ok(left >= 0 && right <= 280, `${left} to ${right}`);
    await view.screenshot('metrics-controls-narrow');
  });
});
