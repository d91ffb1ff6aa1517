import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Architecture } from '../../src/model/layer';
import { browserForTests } from '../page/browserForTests';
import type { WebviewPage } from '../page/openPage';
import { greet, network, openPanel, show, type PanelOptions } from './architecturePage';

const networkOf = (name: string): Architecture =>
  network(name, name === 'alexnet' ? { input: [3, 224, 224], classes: 1000 } : {});

describe('levels of the architecture panel in Chromium', () => {
  const browser = browserForTests();
  let view: WebviewPage;
  let page: Page;

  afterEach(() => view.close());

  async function open(name: string, options: PanelOptions = {}): Promise<void> {
    view = await openPanel({ browser: browser(), size: { width: 900, height: 800 }, ...options });
    page = view.page;
    await show(view, networkOf(name), name);
  }

  const count = (selector: string): Promise<number> => page.locator(`#graph ${selector}`).count();
  const focused = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.getAttribute('data-subject') ?? null);
  const traced = async (): Promise<string> => (await page.textContent('#trace')) ?? '';

  async function top(selector: string): Promise<number> {
    const box = await page.locator(`#graph ${selector}`).first().boundingBox();
    assert.ok(box, `"${selector}" is not drawn`);
    return box.y;
  }

  /** After the movement of boxes. */
  const rest = (): Promise<void> => page.waitForTimeout(400);

  it('is gone through by its minimap, whose frame is the window’s part', async () => {
    await open('resnet152');
    const strip = await page.locator('#overview .strip').boundingBox();
    assert.ok(strip);
    const frame = async (): Promise<number> =>
      (await page.locator('#overview .visible').boundingBox())?.y ?? Number.NaN;
    const [shown, at] = [await top('[data-subject="stem"]'), await frame()];
    assert.ok(Math.abs(at - strip.y) < 2, 'at the top');
    const x = strip.x + strip.width / 2;
    await page.mouse.move(x, strip.y + 4);
    await page.mouse.down();
    await page.mouse.move(x, strip.y + strip.height / 2, { steps: 4 });
    await page.mouse.up();
    assert.ok((await top('[data-subject="stem"]')) < shown - 300);
    const middle = strip.y + strip.height / 2;
    const { y = 0, height = 0 } = (await page.locator('#overview .visible').boundingBox()) ?? {};
    assert.ok(Math.abs(y + height / 2 - middle) < 3, 'the frame is where the pointer is');
  });

  it('moves for 200 to 300 ms when a card is opened, which stays where it is', async () => {
    await open('resnet34');
    const { moving, strayed } = await page.evaluate(movementOfOpening);
    assert.ok(moving > 150 && moving < 400, `${moving} ms`);
    assert.ok(strayed < 1, `the card was ${strayed} px elsewhere on the way`);
  });

  it('opens a deep network with its runs folded, and a run into its blocks where its card stands', async () => {
    await open('resnet1202-cifar');
    assert.deepEqual([await count('[data-block]'), await count('.card[data-group*="…"]')], [2, 3]);
    const card = '[data-subject="layer1.0…layer1.199"]';
    assert.match(
      (await page.textContent(card)) ?? '',
      /layer1\.0 … layer1\.199× 200basic block16×32×32 · 934 k params/,
    );
    const before = await top(`${card} .frame`);
    await page.click(`${card} .opener`);
    await rest();
    assert.ok(Math.abs((await top('[data-block="layer1.0"] .frame')) - before) < 0.6);
    assert.ok((await count('[data-block]')) < 40, 'what is far below is not drawn');
    await page.click('.box.run .opener', { position: { x: 5, y: 40 } });
    await rest();
    assert.ok(Math.abs((await top(`${card} .frame`)) - before) < 0.6);
    assert.deepEqual(view.problems(), []);
  });

  it('collapses a stage into one card and opens it again', async () => {
    await open('resnet34');
    const before = await top('.box.frame[data-subject="layer1"] .title');
    await page.click('[data-subject="layer1"] .opener');
    await rest();
    assert.match((await page.textContent('.card[data-subject="layer1"]')) ?? '', /layer13 blocks64×8×8 · 222 k params/);
    assert.ok(Math.abs((await top('.card[data-subject="layer1"] .frame')) - before) < 0.6);
    await page.dblclick('.card[data-subject="layer1"] .text');
    await rest();
    assert.equal(await count('[data-block]'), 16);
  });

  it('goes to each level by button and by key, and comes back as it was', async () => {
    await open('resnet34');
    for (const [key, button, blocks, layers] of [
      ['1', '#level-stages', 0, 0],
      ['2', '#level-runs', 5, 0],
      ['3', '#level-blocks', 16, 0],
      ['4', '#level-layers', 16, 36],
    ] as const) {
      await page.keyboard.press(key === '1' ? '4' : '1');
      await rest();
      await page.keyboard.press(key);
      await rest();
      const drawn = async (): Promise<number[]> => [
        await count('[data-block]'),
        await count('.layer[data-layer*="conv"]'),
      ];
      const byKey = await drawn();
      assert.equal(byKey[0], blocks, `level ${key}`);
      assert.ok(
        (byKey[1] ?? 0) >= (layers === 0 ? 0 : 33) && (byKey[1] ?? 0) <= layers,
        `level ${key}: ${String(byKey[1])}`,
      );
      await page.keyboard.press(key === '1' ? '4' : '1');
      await rest();
      await page.click(button);
      await rest();
      assert.deepEqual(await drawn(), byKey);
    }
    await page.click('#level-runs');
    await page.waitForTimeout(700);
    await view.reload();
    await greet(view);
    await show(view, network('resnet34'), 'resnet34');
    assert.equal(await count('[data-block]'), 5);
  });

  it('keeps what is in the window where it is while everything opens', async () => {
    await open('resnet34');
    await page.mouse.move(400, 500);
    await page.mouse.wheel(0, 700);
    const shown = '[data-block="layer2.0"]';
    const before = await top(`${shown} .frame`);
    assert.ok(before > 100 && before < 750, `at ${before}`);
    await page.click(`${shown} .text`);
    await page.keyboard.press('4');
    await rest();
    assert.ok((await top(`${shown} .frame`)) > 90 && (await top(`${shown} .frame`)) < 800);
  });

  it('is walked through by keys: into runs, out to stages', async () => {
    await open('resnet34');
    await page.focus('#graph [tabindex="0"]');
    await page.keyboard.press('2');
    await rest();
    for (const expected of ['stem', 'layer1', 'layer1.0…layer1.2']) {
      await page.keyboard.press('ArrowDown');
      assert.equal(await focused(), expected);
    }
    await page.keyboard.press('Enter');
    await rest();
    assert.equal(await focused(), 'layer1.0…layer1.2');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), 'layer1.0');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await focused(), 'layer1.0…layer1.2');
    await page.keyboard.press('ArrowLeft');
    await rest();
    assert.equal(await count('[data-block="layer1.0"]'), 0);
    await page.keyboard.press('ArrowLeft');
    assert.equal(await focused(), 'layer1');
    await page.keyboard.press('Enter');
    await rest();
    assert.equal(await count('.card[data-subject="layer1"]'), 1);
  });

  it('reaches every box of a large drawing by keys, drawn or not', async () => {
    await open('resnet1202-cifar');
    await page.keyboard.press('4');
    await rest();
    await page.focus('#graph [tabindex="0"]');
    await page.keyboard.press('End');
    assert.equal(await focused(), 'logits');
    await page.mouse.move(400, 500);
    for (let turn = 0; turn < 6; turn++) await page.mouse.wheel(0, -3000);
    await page.waitForTimeout(100);
    assert.equal(await focused(), 'logits', 'what has the focus stays drawn');
    assert.ok((await count('.box')) < 600);
    assert.deepEqual(view.problems(), []);
  });

  it('highlights blocks of one structure under the pointer', async () => {
    await open('resnet34');
    await page.hover('[data-block="layer1.1"] .text');
    await page.waitForSelector('.alike');
    const ids = await page
      .locator('.box.alike')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-subject')));
    assert.deepEqual(ids.sort(), ['layer1.0', 'layer1.0…layer1.2', 'layer1.2']);
    await page.mouse.move(2, 2);
    await page.waitForFunction(() => document.querySelector('.alike') === null);
  });

  it('traces a block that is clicked: both its paths, where x comes from and where the sum goes', async () => {
    await open('resnet34');
    await page.click('[data-block="layer1.1"] .text');
    assert.equal(await count('.box.selected[data-block="layer1.1"]'), 1);
    assert.equal(await count('.edge.traced[data-edge="layer1.1/shortcut"]'), 1);
    assert.match(
      await traced(),
      /^layer1\.1: input from layer1\.0\.add, output to layer1\.2 and layer1\.2\.add\. The gradient/,
    );
    await page.waitForTimeout(500);
    await page.click('[data-block="layer1.1"] .text');
    assert.equal(await count('.traced'), 0);
    assert.equal(await traced(), '');
    await page.click('[data-block="layer1.2"] .text');
    await page.mouse.move(2, 2);
    await page.mouse.click(30, 600);
    assert.equal(await count('.selected'), 0, 'a click beside the drawing selects nothing');
  });

  it('selects by the space bar, and clears by Escape before it closes anything', async () => {
    await open('resnet34');
    await page.focus('[data-block="layer1.1"]');
    await page.keyboard.press(' ');
    assert.equal(await count('.box.selected'), 1);
    await page.keyboard.press('Enter');
    await rest();
    assert.match(await traced(), /^layer1\.1: /, 'what is selected stays so while it opens');
    for (let press = 0; press < 2 && (await count('.box.selected')) > 0; press++) await page.keyboard.press('Escape');
    assert.equal(await count('.box.selected'), 0);
    assert.equal(await count('.open[data-block="layer1.1"]'), 1);
  });

  it('makes cards as high as what they stand for', async () => {
    await open('alexnet');
    const height = async (id: string): Promise<number> =>
      page.locator(`[data-layer="${id}"] .frame`).evaluate((frame) => Number(frame.getAttribute('height')));
    const least = await height('classifier.1');
    await choose('Parameters');
    await rest();
    assert.equal(await height('classifier.1'), 8 * least);
    assert.ok((await height('features.0')) < 1.1 * least);
    await choose('Activation bytes');
    await rest();
    assert.equal(await height('features.0'), 8 * least);
    await page.waitForTimeout(500);
    await view.reload();
    await greet(view);
    await show(view, networkOf('alexnet'), 'alexnet');
    assert.equal(await height('features.0'), 8 * least);
    assert.equal(
      await page.evaluate(() => (document.querySelector('#card-size') as HTMLInputElement).value),
      'activationBytes',
    );
  });

  it('moves nothing by and by where the user wants no motion', async () => {
    await open('resnet34');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const below = '[data-block="layer1.2"] .frame';
    const before = await top(below);
    await page.click('[data-block="layer1.0"] .opener');
    await page.waitForSelector('.open[data-block="layer1.0"]');
    const after = await top(below);
    assert.ok(after > before + 100);
    await page.waitForTimeout(120);
    assert.equal(await top(below), after);
  });

  it('has its controls in the window at every width', async () => {
    await open('resnet34');
    for (const width of [400, 900, 1600]) {
      await page.setViewportSize({ width, height: 800 });
      for (const id of ['#metric', '#card-size', '#level-stages', '#level-layers', '#zoom-in', '#fit-all']) {
        const box = await page.locator(id).boundingBox();
        assert.ok(box !== null && box.x >= 0 && box.x + box.width <= width, `${id} at ${width}`);
      }
    }
  });

  async function choose(size: string): Promise<void> {
    await page.click('#card-size');
    await page.click(`#card-size vscode-option:has-text("${size}")`);
  }
});

/** Runs in the page: opens a block; how long, in ms, those below it move from frame to frame, and how far the card itself ever was from its place. */
async function movementOfOpening(): Promise<{ readonly moving: number; readonly strayed: number }> {
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const topOf = (id: string): number =>
    document.querySelector(`#graph [data-block="${id}"]`)?.getBoundingClientRect().top ?? Number.NaN;
  const opener = document.querySelector('#graph [data-block="layer1.0"] .opener .reach');
  const [own, below] = [topOf('layer1.0'), topOf('layer1.1')];
  for (const type of ['pointerdown', 'pointerup'])
    opener?.dispatchEvent(new PointerEvent(type, { bubbles: true, button: 0, pointerId: 1 }));
  let [first, last, before, strayed] = [0, 0, below, 0];
  for (const end = performance.now() + 1500; performance.now() < end;) {
    const now = await frame();
    const top = topOf('layer1.1');
    if (top !== before) [first, last] = [first === 0 ? now : first, now];
    before = top;
    strayed = Math.max(strayed, Math.abs(topOf('layer1.0') - own));
  }
  return { moving: last - first, strayed };
}
