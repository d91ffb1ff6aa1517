import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { saveAs } from './saveDialog';
import { openSession, toast, type Session } from './session';

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
    const { page } = session.code;
    await page.locator('.quick-input-widget [role="option"]').filter({ hasText: form }).first().click();
    const file = await saveAs(session, name, `Export as ${form}`);
    await toast(session, new RegExp(`${name.replace('.', '\\.')} is written \\(\\d+\\.?\\d* [kM]?B\\)`)).waitFor();
    return file;
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

  it('writes the report, and the layers as tables', async () => {
    const written = async (form: string, name: string): Promise<string> => {
      await session.code.runCommand('ResNet: Export Graph');
      return readFileSync(await save(form, name), 'utf8');
    };
    const report = await written('HTML report', 'network.html');
    assert.match(report, /^<!doctype html>/i);
    for (const text of ['resnet34', '<svg', 'layer4.2.conv2']) assert.ok(report.includes(text), text);
    const rows = (await written('Markdown table', 'network.md')).split('\n');
    assert.ok(rows.some((row) => /^\|.*layer4\.2\.conv2.*\|$/.test(row)));
    const [head = '', ...lines] = (await written('CSV table', 'network.csv')).trimEnd().split('\r\n');
    assert.ok(lines.some((line) => line.startsWith('layer4.2.conv2,')));
    for (const line of lines.slice(0, 3)) assert.ok(line.split(',').length >= head.split(',').length, line);
  });
});
