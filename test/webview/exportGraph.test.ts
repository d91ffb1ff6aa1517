import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { exampleReport } from '../drawing/exampleReport';
import { hostileLayers, hostileName } from '../drawing/hostile';
import { browserForTests } from '../page/browserForTests';
import type { WebviewPage } from '../page/openPage';
import { screenshotFile } from '../page/screenshotFile';
import { network, openPanel, send, show, snapshotOf } from './architecturePage';

interface Answer {
  readonly type: string;
  readonly output?: unknown;
  readonly error?: { readonly message: string };
}

describe('exports of the architecture panel in Chromium', function () {
  this.timeout(60_000);
  const browser = browserForTests();
  let view: WebviewPage;
  let asked = 100;

  beforeEach(async () => {
    view = await openPanel({ browser: browser(), size: { width: 700, height: 300 } });
  });
  afterEach(() => view.close());

  /** What the page answers to a request of the extension. */
  async function ask(name: string, input: unknown): Promise<Answer> {
    const id = asked++;
    await view.post({ type: 'request', id, name, input });
    return (await view.untilPosted((message) => isAnswerTo(message, id))) as Answer; // the channel's own form
  }

  async function svgOf(): Promise<string> {
    const { output } = await ask('graphSvg', 'print');
    assert.ok(typeof output === 'string');
    return output;
  }

  /** The texts of a picture, or what an XML parser says against it. */
  const textsIn = (svg: string): Promise<string[]> =>
    view.page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      const fault = parsed.querySelector('parsererror')?.textContent;
      return fault === undefined ? [...parsed.querySelectorAll('text')].map((element) => element.textContent) : [fault];
    }, svg);

  /** A PNG as the browser reads it. */
  const pixelsOf = (png: readonly number[]): Promise<{ width: number; height: number; dark: number }> =>
    view.page.evaluate(async (bytes) => {
      const image = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: 'image/png' }));
      const { width, height } = image;
      const context = new OffscreenCanvas(width, height).getContext('2d');
      context?.drawImage(image, 0, 0);
      const { data } = context?.getImageData(0, 0, width, height) ?? { data: [] };
      let dark = 0;
      for (let red = 0; red < data.length; red += 4) if ((data[red] ?? 255) < 60) dark++;
      return { width, height, dark };
    }, png);

  it('are asked for by a button of the header, which the keyboard reaches', async () => {
    await show(view, network('resnet18'), 'ResNet-18');
    await view.page.locator('#export-graph').focus();
    await view.page.keyboard.press('Enter');
    await view.untilPosted((message) => JSON.stringify(message).includes('"exportGraph"'));
  });

  it('have the whole graph as well-formed SVG with all its texts, whatever the window shows', async () => {
    const deep = network('resnet152');
    await show(view, deep, 'ResNet-152');
    await view.page.click('#level-layers');
    await view.page.waitForSelector('#graph .box.layer', { state: 'attached' });
    const drawn = await view.page.locator('#graph .box').count();
    const texts = await textsIn(await svgOf());
    const joined = texts.join('\n');
    for (const { name } of deep.layers.filter(({ kind }) => kind === 'conv2d'))
      assert.ok(joined.includes(name.split('.').slice(2).join('.') || name), name);
    assert.ok(texts.length > 3 * drawn, `${texts.length} texts, ${drawn} boxes in the window`);
    assert.ok(texts.includes('ResNet-152') && texts.includes('identity shortcut'));
  });

  it('show what is folded as one card, and the tint of the newest step', async () => {
    const architecture = network('resnet34');
    await show(view, architecture, 'ResNet-34');
    await send(view, 'snapshot', snapshotOf(architecture, 301));
    const open = await textsIn(await svgOf());
    await view.page.click('#level-stages');
    await view.page.waitForSelector('[data-block="layer1.0"]', { state: 'detached' });
    const folded = await textsIn(await svgOf());
    assert.ok(open.some((text) => text.includes('layer1.1')) && !folded.some((text) => text.includes('layer1.1')));
    assert.ok(folded.some((text) => /^Gradient norm/.test(text)));
    assert.deepEqual(view.problems(), []);
  });

  it('are PNG of the asked size, drawn sharp, with something on them', async () => {
    await show(view, network('resnet18'), 'ResNet-18');
    const size = /width="(\d+)" height="(\d+)"/
      .exec(await svgOf())
      ?.slice(1)
      .map(Number);
    for (const scale of [1, 3]) {
      const { output } = await ask('graphPng', scale);
      const { width, height, dark } = await pixelsOf(bytesOf(output));
      assert.deepEqual(
        [width, height],
        size?.map((side) => side * scale),
      );
      assert.ok(dark > 1000 * scale, `${dark} dark pixels`);
    }
    assert.deepEqual(view.problems(), []);
  });

  it('say so where a picture would be larger than a canvas', async () => {
    await show(view, network('resnet1202-cifar'), 'ResNet-1202');
    await view.page.click('#level-layers');
    await view.page.waitForSelector('#graph .box.layer', { state: 'attached' });
    const { error } = await ask('graphPng', 4);
    assert.match(error?.message ?? '', /^The picture would have [\d,]+ × [\d,]+ pixels, more than a browser can draw at once .*choose a smaller scale/); // prettier-ignore
  });

  it('say so where there is no graph', async () => {
    const { error } = await ask('graphSvg', 'print');
    assert.match(error?.message ?? '', /^There is no graph to export/);
  });

  it('escape the names of hostile files', async () => {
    await show(view, hostileLayers, hostileName);
    const texts = await textsIn(await svgOf());
    assert.ok(texts.filter((text) => text.startsWith('<script>alert(1)</script>"&')).length > 5);
  });
});

describe('the HTML report in Chromium', function () {
  this.timeout(60_000);
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'resnet-report-')), 'report.html');
  const browser = browserForTests();

  before(async () => {
    writeFileSync(file, await exampleReport());
  });

  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [400, 1200])
      it(`opens offline in ${colorScheme}, ${width} px wide, without a request, a fault or a script`, async () => {
        const context = await browser().newContext({ offline: true, colorScheme, viewport: { width, height: 900 } });
        const page = await context.newPage();
        const seen = watched(page);
        await page.goto(pathToFileURL(file).href);
        await page.screenshot({ path: screenshotFile(`report-${colorScheme}-${width}`), fullPage: true });
        assert.deepEqual(seen, [pathToFileURL(file).href]);
        assert.equal(await page.locator('svg.chart').count(), 4);
        assert.equal(await page.locator('script').count(), 0);
        assert.ok((await page.locator('figure svg text').count()) > 30);
        const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.equal(ground, colorScheme === 'dark' ? 'rgb(30, 30, 30)' : 'rgb(255, 255, 255)');
        assert.ok(wide <= width, `${wide} px wide`);
        await context.close();
      });
});

/** Addresses that a page asks for, and what its console and scripts complain about. */
function watched(page: Page): string[] {
  const seen: string[] = [];
  page.on('request', (request) => seen.push(request.url()));
  page.on('console', (message) => seen.push(message.text()));
  page.on('pageerror', (error) => seen.push(error.message));
  page.on('dialog', (dialog) => seen.push(dialog.message()));
  return seen;
}

function isAnswerTo(message: unknown, id: number): boolean {
  return typeof message === 'object' && message !== null && 'id' in message && message.id === id;
}

/** Bytes as they come through the browser's protocol, an array of one kind or another. */
function bytesOf(output: unknown): readonly number[] {
  assert.ok(typeof output === 'object' && output !== null);
  return Object.values(output) as number[]; // of a Uint8Array
}
