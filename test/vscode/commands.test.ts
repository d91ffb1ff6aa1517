import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { runCommandAndPick } from './harness/commandPalette';
import { openSession, runFolders, until, type Session } from './session';

describe('the other commands in a real VS Code', function () {
  this.timeout(180_000);
  let session: Session;

  before(async () => {
    session = await openSession();
  });
  after(() => session.code.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await session.code.screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
  });

  const tabOf = (title: string): Locator => session.code.page.locator('.tab').filter({ hasText: title });

  it('Show Architecture draws another network without training', async () => {
    await runCommandAndPick(session.code.page, 'ResNet: Show Architecture', 'resnet50');
    const panel = await session.code.webview('[data-block="layer3.5"]');
    assert.equal(await panel.locator('[data-block]').count(), 16);
    assert.match((await panel.locator('#totals').textContent()) ?? '', /23\.\d M|25\.6 M/);
    assert.throws(() => runFolders(session), /ENOENT/);
    await session.code.screenshot('architecture-resnet50');
  });

  it('Compare Architectures draws two networks beside each other', async () => {
    await runCommandAndPick(session.code.page, 'ResNet: Compare Architectures', 'resnet34');
    await session.code.page.locator('.quick-input-title').filter({ hasText: '2/2' }).waitFor();
    await session.code.page.locator('.quick-input-widget input.input').fill('plain34');
    await session.code.page.keyboard.press('Enter');
    const panel = await session.code.webview('[data-side="right"] [data-block="layer3.5"]');
    assert.equal(await panel.locator('#title').textContent(), 'resnet34 against plain34');
    assert.match((await panel.locator('#totals').textContent()) ?? '', /16 shortcuts removed/);
    await tabOf('resnet34 against plain34').waitFor();
    await panel.locator('#next').click();
    assert.match((await panel.locator('#difference').textContent()) ?? '', /^1 of 16: layer1\.0 changed/);
    await session.code.screenshot('comparison-plain34');
  });

  it('is worked by keys: steps through the differences, zooms both sides, and goes back to one by Escape', async () => {
    const { keyboard } = session.code.page;
    const panel = await session.code.webview('[data-side="right"]');
    const difference = async (): Promise<string> => (await panel.locator('#difference').textContent()) ?? '';
    for (const [key, wanted] of [
      ['n', /^2 of 16: layer1\.1 /],
      ['p', /^1 of 16: layer1\.0 /],
      ['p', /^16 of 16: layer4\.2 /],
    ] as const) {
      await keyboard.press(key);
      await until(difference, (text) => wanted.test(text), String(wanted));
    }
    const widths = (): Promise<readonly number[]> =>
      panel
        .locator('[data-side] [data-block="layer4.2"] > .frame')
        .evaluateAll((frames) => frames.map((frame) => frame.getBoundingClientRect().width));
    const [before = 0] = await widths();
    await keyboard.press('+');
    const [left = 0, right = 0] = await until(widths, ([width = 0]) => width > 1.1 * before, 'larger blocks');
    assert.ok(Math.abs(left - right) < 0.1, `${left}, ${right}`);
    await keyboard.press('Escape');
    await tabOf('resnet34 against plain34').waitFor({ state: 'detached' });
    const single = await session.code.webview('#graph [data-block]');
    assert.equal(await single.locator('[data-side]').count(), 0);
  });

  it('Doctor says which engines work and why the others do not', async () => {
    await session.code.runCommand('ResNet: Doctor');
    const text = await until(
      () => session.code.page.locator('.editor-instance, .monaco-editor').allTextContents(),
      (all) => all.join('').includes('wasm'),
      'the report',
    );
    for (const engine of ['tensorflow-gpu', 'tensorflow', 'webgpu', 'wasm', 'cpu'])
      assert.ok(text.join('').includes(engine), engine);
    await session.code.screenshot('doctor');
  });

  it('Install Engine says what there is to install and how large it is', async () => {
    await session.code.runCommand('ResNet: Install Engine');
    const list = session.code.page.locator('.quick-input-list');
    await list.filter({ hasText: /0\.27 GB|274 MB/ }).waitFor();
    await session.code.page.keyboard.press('Escape');
  });

  it('Custom… refuses what cannot be used with a sentence in the box', async () => {
    await runCommandAndPick(session.code.page, 'ResNet: Train', 'Custom');
    const input = session.code.page.locator('.quick-input-widget input.input');
    await session.code.page
      .locator('.quick-input-title')
      .filter({ hasText: /step 1/i })
      .waitFor();
    for (let step = 0; step < 3; step++) {
      await session.code.page.keyboard.press('Enter');
      await session.code.page.waitForTimeout(400);
    }
    await input.fill('0');
    await session.code.page
      .locator('.quick-input-message')
      .filter({ hasText: /epochs must be a whole number/ })
      .waitFor();
    await session.code.screenshot('custom-refused');
    await session.code.page.keyboard.press('Escape');
  });
});
