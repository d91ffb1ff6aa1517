import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from './launchChromium';
import { openPage, type WebviewPage } from './openPage';

/** A view that answers each message with what a webview can see of VS Code. */
const bundle = `
const api = acquireVsCodeApi();
addEventListener('message', ({ data }) => {
  if (data.buffer) return;
  const count = (api.getState()?.count ?? 0) + 1;
  api.setState({ count });
  const color = getComputedStyle(document.body).color;
  api.postMessage({ count, kind: document.body.dataset.vscodeThemeKind, color, sum: data.values.reduce((a, b) => a + b), type: data.values.constructor.name });
});
addEventListener('message', ({ data }) => data.buffer && api.postMessage({ bytes: new Uint8Array(data.buffer) }));
api.postMessage({ ready: document.body.className });
`;

function fieldOf(message: unknown, name: string): unknown {
  return new Map<string, unknown>(Object.entries(message ?? {})).get(name);
}

describe('openPage, a webview without VS Code', () => {
  let folder: string;
  let browser: Browser;
  let view: WebviewPage;
  const file = (name: string): string => path.join(folder, name);
  const answer = (count: number): Promise<unknown> =>
    view.untilPosted((message) => fieldOf(message, 'count') === count);

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'resnet-page-'));
    writeFileSync(file('view.js'), bundle);
    writeFileSync(file('bad.js'), `new Worker(document.currentScript.src); `);
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => view.close());

  it('passes messages both ways, typed arrays as such, under the theme', async () => {
    view = await openPage({ bundle: file('view.js'), html: '<p>Hello</p>', theme: 'dark', browser });
    assert.deepEqual(await view.untilPosted(() => true), { ready: 'vscode-dark' });
    await view.post({ values: new Float32Array([1, 2, 3.5]) });
    const color = 'rgb(204, 204, 204)';
    assert.deepEqual(await answer(1), { count: 1, kind: 'vscode-dark', color, sum: 6.5, type: 'Float32Array' });
    await view.post({ buffer: new Uint8Array([7, 8]).buffer });
    const bytes = await view.untilPosted((message) => fieldOf(message, 'bytes') !== undefined);
    assert.deepEqual(bytes, { bytes: new Uint8Array([7, 8]) });
    assert.deepEqual(view.problems(), []);
  });

  it('keeps state over a reload and changes the theme', async () => {
    view = await openPage({ bundle: file('view.js'), html: '', theme: 'light', state: { count: 6 }, browser });
    await view.setTheme('high-contrast-light');
    await view.post({ values: [1] });
    const seen = { kind: 'vscode-high-contrast-light', color: 'rgb(41, 41, 41)', sum: 1, type: 'Array' };
    assert.deepEqual(await answer(7), { count: 7, ...seen });
    await view.reload();
    await view.post({ values: [1] });
    assert.deepEqual(await answer(8), { count: 8, ...seen });
    assert.deepEqual(view.state(), { count: 8 });
  });

  it('holds the page to its policy', async () => {
    const html = '<p style="color: red">x</p><script>document.title = "run"</script>';
    view = await openPage({ bundle: file('bad.js'), html, theme: 'dark', browser });
    assert.notEqual(await view.page.title(), 'run');
    const problems = view.problems().join('\n');
    assert.match(problems, /inline style/);
    assert.match(problems, /inline script/);
    assert.match(problems, /Worker/);
  });

  it("takes the product's whole document", async () => {
    view = await openPage({
      document: ({ cspSource, nonce, asUri }) =>
        `<!DOCTYPE html><html><head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${cspSource}">
         </head><body class="own"><i id="${nonce}"></i><script src="${asUri(file('view.js'))}"></script></body></html>`,
      theme: 'high-contrast',
      browser,
    });
    assert.deepEqual(await view.untilPosted(() => true), { ready: 'own vscode-high-contrast' });
  });
});
