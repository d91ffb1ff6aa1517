import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openSession, toast, until, type Session } from './session';

describe('model files in a real VS Code', function () {
  this.timeout(180_000);
  let session: Session;

  before(async () => {
    session = await openSession();
    mkdirSync(path.join(session.workspace, 'model'));
    cpSync('test/fixtures/tfjs/cifar-graph', path.join(session.workspace, 'model'), { recursive: true });
    cpSync('test/fixtures/tfjs/gated.json', path.join(session.workspace, 'gated.json'));
    cpSync('test/fixtures/onnx/basic-new.onnx', path.join(session.workspace, 'basic.onnx'));
    writeFileSync(path.join(session.workspace, 'damaged.json'), '{"modelTopology":');
  });
  after(() => session.code.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await session.code.screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
  });

  /** Runs the command and picks the file in the dialog, which begins with the workspace. */
  async function open(name: string): Promise<void> {
    await session.code.runCommand('ResNet: Open Model File');
    const dialog = session.code.page.locator('.quick-input-widget').filter({ hasText: 'Open Model File' });
    await dialog.locator('[role="option"]').filter({ hasText: name }).first().click();
    await dialog.waitFor({ state: 'hidden' });
  }

  it('of ONNX are drawn', async () => {
    await open('basic.onnx');
    const panel = await session.code.webview('[data-block="layer4.0"]');
    assert.equal(await panel.locator('[data-block]').count(), 5);
    await toast(session, /14 batch norms are folded/).waitFor();
  });

  it('of TensorFlow.js are drawn, a graph with its sizes from the file beside it', async () => {
    const { page } = session.code;
    const explorer = page.locator('.explorer-folders-view');
    await explorer.locator('[aria-label^="model"]').first().click();
    await explorer.locator('[aria-label^="model.json"]').first().click({ button: 'right' });
    await page.locator('.context-view .action-label').filter({ hasText: 'Open Model File' }).first().hover();
    await page.keyboard.press('Enter'); // a click right after the menu has opened is taken for the one that opened it
    const panel = await session.code.webview('[data-block="layer2.1"]');
    await until(
      () => panel.locator('[data-block]').count(),
      (count) => count === 4,
      'the four blocks of the graph model',
    );
    await toast(session, /9 batch norms are folded .* 1 layer pads one side more than the other/).waitFor();
    await session.code.screenshot('open-model');
  });

  it('are drawn again after a reload', async () => {
    await open('gated.json');
    const before = await session.code.webview('[data-block="layer1.0"]');
    await until(
      () => before.locator('[data-block]').count(),
      (count) => count === 1,
      'the one block of the gated network',
    );
    await session.code.reload();
    const panel = await session.code.webview('[data-block="layer1.0"]');
    assert.equal(await panel.locator('[data-block]').count(), 1);
  });

  it('that are damaged are refused in a sentence', async () => {
    await open('damaged.json');
    await toast(session, /damaged\.json is not a usable TensorFlow\.js model: it is no JSON/).waitFor();
  });
});
