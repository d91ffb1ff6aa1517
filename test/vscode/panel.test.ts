import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { metricsView, openSession, train, until, untilRun, type Session } from './session';

/** What the panel is asked about, by keys alone; the trained weights are read by a worker. */
describe('the architecture panel of a trained network in a real VS Code, by the keyboard', function () {
  this.timeout(240_000);
  let session: Session;
  let panel: Frame;

  before(async () => {
    session = await openSession();
    panel = await train(session);
    await untilRun(session, 'done');
    await session.code.runCommand('View: Focus Active Editor Group');
    await until(
      () => panel.evaluate(() => document.hasFocus()),
      (focused) => focused,
      'the focus in the panel',
    );
  });
  after(() => session.code.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.code.screenshot('failed-panel');
  });

  const press = (key: string): Promise<void> => session.code.page.keyboard.press(key);
  const text = async (selector: string): Promise<string> => (await panel.locator(selector).textContent()) ?? '';
  const untilText = (selector: string, wanted: RegExp): Promise<string> =>
    until(
      () => text(selector),
      (found) => wanted.test(found),
      `${String(wanted)} in ${selector}`,
    );

  /** Tab until a control of the panel has the focus. */
  async function tabTo(selector: string): Promise<void> {
    for (let stops = 0; stops < 60; stops++) {
      if (await panel.evaluate((at) => document.activeElement?.matches(at) === true, selector)) return;
      await press('Tab');
    }
    assert.fail(`Tab never came to ${selector}`);
  }

  it('opens to each level, and folds again', async () => {
    await press('1');
    await panel.locator('[data-block]').first().waitFor({ state: 'detached' });
    await press('4');
    await panel.locator('[data-layer="layer4.2.conv2"]').waitFor({ state: 'attached' });
    await press('3');
    await panel.locator('[data-layer="layer4.2.conv2"]').waitFor({ state: 'detached' });
    assert.equal(await panel.locator('[data-block]').count(), 16);
  });

  it('finds layers, and steps through them', async () => {
    await press('/');
    await session.code.page.keyboard.type('stride 2 3x3');
    await untilText('#find .count', /3 matches|\d+ match/);
    await press('Enter');
    await untilText('#find .count', /^1 of \d+$/);
    await untilText('#details .head', /conv|maxpool/);
    await session.code.screenshot('panel-find');
    await press('Escape');
    await panel.locator('#find').waitFor({ state: 'hidden' });
  });

  it('tells of the first convolution, its weights, filters and feature maps', async () => {
    await press('/');
    await session.code.page.keyboard.type('7x7');
    await press('Enter');
    await untilText('#details .head', /^conv1/);
    await press('Escape');
    await tabTo('#details .measured vscode-button');
    await press('Enter');
    await untilText('#details .weights', /Mean ± spread/);
    assert.equal(await panel.locator('#details .histogram .bin').count(), 32);
    await tabTo('#details .pictures:not([hidden]) vscode-button');
    await press('Enter');
    await panel.locator('.filters .pixels').nth(63).waitFor({ state: 'attached' });
    await press('Tab');
    await tabTo('#details .pictures:not([hidden]) vscode-button');
    await press('Enter');
    await panel.locator('.maps figure').nth(15).waitFor({ state: 'attached' });
    await session.code.screenshot('panel-feature-maps');
  });

  it('looks back at a step, and goes live again', async () => {
    const charts = await session.code.webview(metricsView);
    await session.code.runCommand('ResNet: Focus on Metrics View');
    await charts.locator('#time').focus();
    await press('Home');
    await untilText('#moment', /^Step 1Live/);
    await session.code.screenshot('panel-looking-back');
    await charts.locator('#live').focus();
    await press('Enter');
    await panel.locator('#moment').waitFor({ state: 'hidden' });
  });
});
