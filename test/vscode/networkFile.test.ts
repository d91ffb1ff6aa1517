import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { openSession, runFolders, until, untilRun, type Session } from './session';

const text = `{
  // two stages
  "network": { "shortcut": "A", "stages": [
    { "blocks": 1, "width": 16 },
    { "blocks": 2, "width": 32 }
  ] },
  "data": { "source": "embedded", "limitTrain": 32, "limitTest": 16 },
  "training": { "engine": "wasm", "epochs": 1, "batchSize": 16 }
}
`;

/** A step an epoch, its learning rate ten times that of the one before. */
const explodingText = text.replace(
  /"data"[^]*/,
  `"data": { "source": "embedded", "limitTrain": 16, "limitTest": 16 },
  "training": { "engine": "wasm", "epochs": 12, "batchSize": 16, "metricsEvery": 1, "optimizer": "sgd",
    "learningRate": 1e-6, "lrScheduler": "step", "lrStepSize": 1, "lrGamma": 10 }
}
`,
);

describe('a network file in a real VS Code', function () {
  this.timeout(180_000);
  let session: Session;
  let panel: Frame;

  before(async () => {
    session = await openSession();
    writeFileSync(path.join(session.workspace, 'small.resnet.json'), text);
    writeFileSync(path.join(session.workspace, 'exploding.resnet.json'), explodingText);
    await open('small.resnet.json');
  });
  after(() => session.code.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await session.code.screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
  });

  async function open(name: string): Promise<void> {
    const { page } = session.code;
    await page.keyboard.press('Control+P');
    await page.locator('.quick-input-widget input.input').fill(name);
    await page.locator(`.quick-input-list [role="option"][aria-label^="${name}"]`).first().click();
    await editor(name).waitFor();
  }

  const editor = (name = 'small.resnet.json'): Locator =>
    session.code.page.locator(`.monaco-editor[data-uri$="${name}"]`);
  const lens = (title: RegExp): Locator =>
    session.code.page.locator('.codelens-decoration a').filter({ hasText: title });
  const totals = async (): Promise<string> => (await panel.locator('#totals').textContent()) ?? '';

  /** Types over the second stage's width. */
  async function typeWidth(width: number, over: number): Promise<void> {
    const { page } = session.code;
    await editor().locator('.view-line').first().click();
    await page.keyboard.press('Control+G');
    await page.locator('.quick-input-widget input.input').fill(':5:29');
    await page.keyboard.press('Enter');
    for (let digit = 0; digit < String(over).length; digit++) await page.keyboard.press('Delete');
    await page.keyboard.type(String(width));
  }

  it('has its three lenses', async () => {
    for (const title of [/Train/, /Show architecture/, /Describe/]) await lens(title).waitFor();
  });

  it('is drawn beside the editor', async () => {
    await lens(/Show architecture/).click();
    panel = await session.code.webview('[data-block="layer2.1"]');
    assert.equal(await panel.locator('[data-block]').count(), 3);
    assert.ok(await editor().isVisible());
  });

  it('says at its line that a layer does not fit, and keeps the last network that did', async () => {
    const before = await totals();
    await typeWidth(8, 32);
    await panel.locator('#problem').filter({ hasText: 'layer2.0.shortcut' }).waitFor();
    assert.equal(await panel.locator('[data-block]').count(), 3);
    assert.equal(await panel.locator('.faulty').getAttribute('data-subject'), 'layer2.0.shortcut');
    assert.equal(await totals(), before);
    await session.code.runCommand('Problems: Focus on Problems View');
    const row = session.code.page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'layer2.0.shortcut' });
    await row.waitFor();
    assert.match((await row.textContent()) ?? '', /ResNet.*\[Ln 5, Col 5\]/);
    await session.code.screenshot('network-file-problem');
  });

  it('is drawn anew while one types', async () => {
    const before = await totals();
    await typeWidth(64, 8);
    await panel.locator('#problem').waitFor({ state: 'detached' });
    await until(totals, (now) => now !== before, 'another network');
    await panel.locator('.faulty').waitFor({ state: 'detached' });
    await session.code.screenshot('network-file');
  });

  it('is checked by its schema, comments and all', async () => {
    const rows = session.code.page.locator('.markers-panel .monaco-list-row');
    await typeWidth(0, 64);
    await rows.filter({ hasText: /minimum of 1/ }).waitFor();
    assert.equal(await rows.filter({ hasText: /Ln \d+/ }).count(), 1, 'and by nothing else');
    await typeWidth(64, 0);
  });

  it('is trained, and written by the run', async () => {
    await lens(/Train/).click();
    const begun = (): boolean =>
      existsSync(path.join(session.workspace, 'runs')) &&
      runFolders(session).some((folder) => existsSync(path.join(folder, 'run.json')));
    await until(begun, Boolean, 'a run');
    await untilRun(session, 'done');
    const file = path.join(runFolders(session)[0] ?? '', 'network.resnet.json');
    const { network, training } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, unknown>>;
    assert.deepEqual(network?.['stages'], [
      { blocks: 1, width: 16 },
      { blocks: 2, width: 64 },
    ]);
    assert.equal(training?.['engine'], 'wasm');
  });

  it('is described', async () => {
    await lens(/Describe/).click();
    const heading = 'h3:text-is("small, input 3×32×32, 2 classes")'; // the panel has headings of its own
    const page = await session.code.webview(heading);
    assert.ok((await page.locator('td').count()) > 100);
    await session.code.screenshot('network-file-described');
  });

  it('whose gradient explodes is marked in the Problems view and in the graph', async () => {
    await open('exploding.resnet.json');
    await lens(/Train/).click();
    panel = await session.code.webview('#graph .badge');
    const badged = panel.locator('[data-subject]:has(> .badge)');
    assert.match((await badged.getAttribute('aria-description')) ?? '', /^At step \d+ the gradient of layer .+ lower the learning rate/); // prettier-ignore
    await session.code.runCommand('Problems: Focus on Problems View');
    const row = session.code.page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'running median' });
    await row.waitFor();
    await session.code.screenshot('exploding');
  });
});
