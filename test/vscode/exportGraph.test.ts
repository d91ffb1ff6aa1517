import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { openSession, toast, until, type Session } from './session';

describe('exporting the graph in a real VS Code', function () {
  this.timeout(180_000);
  let session: Session;

  before(async () => {
    session = await openSession({ 'resnet.engine': 'wasm', 'resnet.data': 'embedded' });
  });
  after(() => session.code.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await session.code.screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
  });

  /** Chooses a form in the list, and types the file's name in the dialog. */
  async function save(form: string, name: string): Promise<string> {
    const { code, workspace } = session;
    const file = path.join(workspace, name);
    await code.page.locator('.quick-input-widget [role="option"]').filter({ hasText: form }).first().click();
    const dialog = code.page.locator('.quick-input-widget').filter({ hasText: `Export as ${form}` });
    await dialog.locator('[role="option"]').first().waitFor();
    const input = dialog.locator('input.input');
    await input.press('Control+A');
    await input.pressSequentially(file);
    await until(
      () => input.inputValue(),
      (value) => value.endsWith(`/${name}`),
      'the path',
    ); // it completes what is typed
    await until(() => accept(dialog), (isOpen) => !isOpen, 'the end of the dialog'); // prettier-ignore
    await toast(session, new RegExp(`${name.replace('.', '\\.')} is written \\(\\d+\\.?\\d* kB\\)`)).waitFor();
    return file;
  }

  /** The dialog takes no click while it looks at the folder; whether it is still there. */
  async function accept(dialog: Locator): Promise<boolean> {
    const button = dialog.locator('.monaco-button').filter({ hasText: 'OK' });
    await button.click({ timeout: 2_000 }).catch(() => undefined);
    await session.code.page.waitForTimeout(300);
    return dialog.isVisible();
  }

  it('begins with the command, opens the panel, and writes SVG', async () => {
    await session.code.runCommand('ResNet: Export Graph');
    const svg = readFileSync(await save('SVG', 'network.svg'), 'utf8');
    assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    for (const text of ['layer1.0', 'layer4.2', 'identity shortcut', 'resnet34']) assert.ok(svg.includes(text), text);
  });

  it('begins with the panel’s button as well, and writes PNG', async () => {
    const panel = await session.code.webview('[data-block="layer1.0"]');
    await panel.click('#export-graph');
    const png = readFileSync(await save('PNG, 2×', 'network.png'));
    assert.deepEqual([...png.subarray(0, 4)], [137, ...Buffer.from('PNG')]);
    const svg = readFileSync(path.join(session.workspace, 'network.svg'), 'utf8');
    const width = Number(/width="(\d+)"/.exec(svg)?.[1]);
    assert.equal(png.readUInt32BE(16), 2 * width);
  });
});
