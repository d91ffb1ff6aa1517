import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { RunFault } from '../../src/protocol/runFault';
import { browserForTests } from '../page/browserForTests';
import type { WebviewPage } from '../page/openPage';
import { greet, liveOf, network, openPanel, send, show, snapshotOf, startOf } from './architecturePage';

const architecture = network('resnet34');
const title = 'ResNet-34 · airplane, bird';
const fault: RunFault = { step: 301, kind: 'exploding', layer: 'layer1.1.conv2', times: 4321 };

describe('live metrics in the architecture panel', () => {
  const browser = browserForTests();
  let view: WebviewPage;
  let page: Page;

  beforeEach(async () => {
    view = await openPanel({ browser: browser(), size: { width: 900, height: 800 } });
    page = view.page;
    await show(view, architecture, title);
  });
  afterEach(() => view.close());

  /** Branches of the first stage carry next to nothing; `broken`, where the run's numbers stop being sound. */
  async function train(broken?: RunFault): Promise<void> {
    const { status, ...rest } = snapshotOf(architecture, 301);
    const live = liveOf(startOf(architecture), 301);
    const branchRms = live.branchRms.map((rms, row) => (row < 3 ? 1e-5 : rms));
    await send(view, 'snapshot', { ...rest, status: { ...status, fault: broken }, live: { ...live, branchRms } });
    await page.waitForFunction(() => document.querySelector('#status')?.textContent.includes('301'));
  }

  const text = async (selector: string): Promise<string> => (await page.textContent(selector)) ?? '';
  const bands = (): Promise<string[]> =>
    page.locator('#graph .band').evaluateAll((all) => all.map((band) => band.getAttribute('stroke') ?? ''));
  const values = (): Promise<string[]> =>
    page.locator('#graph .text.value').evaluateAll((all) => all.map((each) => each.textContent).filter(Boolean));
  async function choose(metric: string): Promise<void> {
    await page.click('#metric');
    await page.click(`#metric vscode-option:has-text("${metric}")`);
    await page.waitForFunction((name) => document.querySelector('#legend strong')?.textContent === name, metric);
  }

  it('colour the branch and the shortcut of a block each by what it carries', async () => {
    await train();
    assert.ok((await bands()).every((stroke) => stroke === 'none'));
    await choose('Activation RMS');
    const colours = await bands();
    assert.equal(colours.length, 13 + 2 * 3); // a projection's line has two parts
    assert.ok(colours.every((stroke) => /^rgb/.test(stroke)));
    assert.equal(await text('[data-block="layer1.1"] .value'), '1.0e-5');
    const fill = await page.locator('[data-block="layer1.1"]').evaluate((box: HTMLElement) => box.style.getPropertyValue('--fill')); // prettier-ignore
    assert.ok(!colours.includes(fill), 'the vanishing branch looks like no shortcut');
    assert.equal(await page.locator('#graph .box.note .value').first().textContent(), '0.5');
    assert.equal(await page.locator('#graph .box.projection.tinted').count(), 3);
    for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const) {
      await view.setTheme(theme);
      await page.waitForTimeout(100);
      await view.screenshot(`live-rms-${theme}`);
    }
    await choose('Gradient norm');
    assert.ok((await bands()).every((stroke) => stroke === 'none'));
    assert.equal(await page.locator('#graph .box.projection.tinted').count(), 3);
    assert.deepEqual(view.problems(), []);
  });

  it('overlap no text with the numbers of shortcuts, and none is cut', async () => {
    await train();
    for (const [width, metric] of [
      [400, 'Activation RMS'],
      [900, 'Gradient norm'],
      [1600, 'Activation RMS'],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      await choose(metric);
      const overlaps = await page.evaluate(overlappingTexts);
      assert.deepEqual(overlaps, [], `${metric} at ${width}`);
      const legend = await page.locator('#legend').evaluate((each) => each.scrollWidth - each.clientWidth);
      assert.equal(legend, 0);
      await view.screenshot(`live-width-${width}`);
    }
    await page.setViewportSize({ width: 900, height: 1600 });
    await page.click('#fit-width');
    await view.screenshot('live-projections');
  });

  it('stand on the cards unless they are turned off', async () => {
    await train();
    assert.ok((await values()).length >= 16);
    await page.click('#values');
    await page.waitForFunction(() => document.querySelector('[data-block="layer1.1"] .value')?.textContent === '');
    assert.deepEqual(await values(), []);
    assert.equal(await page.locator('[data-block].tinted').count(), 16);
  });

  it('have a scale that is logarithmic or linear, automatic or fixed, and told in the legend', async () => {
    await train();
    await choose('Update / weight');
    assert.match(await text('#legend'), /\|Δw\| \/ \|w\|.*log scale, automatic range/);
    await page.click('#scale-log');
    await page.waitForFunction(() => document.querySelector('#legend')?.textContent.includes('linear scale'));
    assert.equal(await text('#legend-low'), '0');
    await page.click('#scale-fixed');
    await page.waitForSelector('#legend-high-fixed:not([hidden])');
    const fill = (): Promise<string> =>
      page.locator('[data-block="layer3.1"]').evaluate((box: HTMLElement) => box.style.getPropertyValue('--fill'));
    const before = await fill();
    await page.fill('#legend-high-fixed', '0.1');
    await page.press('#legend-high-fixed', 'Enter');
    await page.waitForFunction(() => document.querySelector('#legend')?.textContent.includes('linear scale, fixed range')); // prettier-ignore
    assert.notEqual(await fill(), before);
    const chosen = await fill();
    await page.fill('#legend-low-fixed', 'much');
    await page.press('#legend-low-fixed', 'Enter');
    assert.equal(await page.getAttribute('#legend-low-fixed', 'aria-invalid'), 'true');
    assert.match((await page.getAttribute('#legend-low-fixed', 'title')) ?? '', /two numbers/);
    assert.equal(await fill(), chosen);
    await page.fill('#legend-low-fixed', '0');
    await page.press('#legend-low-fixed', 'Enter');
    assert.equal(await page.getAttribute('#legend-low-fixed', 'aria-invalid'), 'false');
    await view.screenshot('live-scale-fixed');
    await choose('Gradient norm');
    assert.match(await text('#legend'), /log scale, automatic range/);
    await page.waitForTimeout(400); // until it is saved
    await view.reload();
    await greet(view);
    await show(view, architecture, title);
    await train();
    await choose('Update / weight');
    assert.match(await text('#legend'), /linear scale, fixed range/);
    assert.equal(await page.inputValue('#legend-high-fixed'), '0.1');
    assert.equal(await fill(), chosen);
  });

  it('show the share of zeros after ReLUs on a linear scale', async () => {
    await train();
    await choose('Zeros after ReLU');
    assert.match(await text('[data-block="layer2.1"] .value'), /^\d+ %$/);
    assert.equal(await text('#legend-low'), '0 %');
    assert.equal(await page.locator('[data-subject="head"].tinted').count(), 0);
  });

  it('mark the block at which a fault begins, with a sentence in its card', async () => {
    await train();
    assert.equal(await page.locator('.badge').count(), 0);
    await train(fault);
    await page.waitForSelector('.badge', { state: 'attached' });
    const marked = (): Promise<string[]> =>
      page.locator('.box:has(> .badge)').evaluateAll((all) => all.map((box) => box.getAttribute('data-subject') ?? ''));
    assert.deepEqual(await marked(), ['layer1.1']);
    assert.equal(await page.locator('#overview rect.unsound').count(), 1);
    const described = await page.getAttribute('[data-block="layer1.1"]', 'aria-description');
    assert.match(described ?? '', /^At step 301 the gradient of layer "layer1\.1\.conv2" is 4,321 times/);
    await page.hover('[data-block="layer1.1"]');
    await page.waitForSelector('#hover-card:not([hidden]) .fault');
    assert.equal(await text('#hover-card .fault'), described);
    for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const) {
      await view.setTheme(theme);
      await page.waitForTimeout(100);
      await view.screenshot(`live-fault-${theme}`);
    }
    await page.hover('[data-block="layer1.2"]');
    await page.waitForFunction(() => document.querySelector('#hover-card .fault')?.textContent === '');
    await page.click('[data-block="layer1.1"] .opener');
    await page.waitForSelector('[data-layer="layer1.1.conv2"]', { state: 'attached' });
    assert.deepEqual(await marked(), ['layer1.1']);
    await page.click('#level-stages');
    await page.waitForSelector('[data-block]', { state: 'detached' });
    assert.deepEqual(await marked(), ['layer1']);
    await train();
    await page.waitForSelector('.badge', { state: 'detached' });
    assert.deepEqual(view.problems(), []);
  });
});

/** Runs in the page: pairs of texts of the drawing that share more than a pixel. */
function overlappingTexts(): string[] {
  const texts = [...document.querySelectorAll('#graph .text')].filter((each) => each.textContent !== '');
  const boxes = texts.map((each) => ({ text: each.textContent, box: each.getBoundingClientRect() }));
  return boxes.flatMap((a, index) =>
    boxes.slice(index + 1).flatMap((b) => {
      const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const along = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      return across > 1 && along > 3 ? [`${a.text} | ${b.text}`] : []; // a line's box is higher than its letters
    }),
  );
}
