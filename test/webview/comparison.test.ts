import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { DrawnComparison } from '../../src/protocol/viewContract';
import { browserForTests } from '../page/browserForTests';
import type { WebviewPage } from '../page/openPage';
import { network, openPanel, send, show, snapshotOf, type PanelOptions } from './architecturePage';

const residual = network('resnet34');
const plain = network('plain34');
const comparison: DrawnComparison = {
  left: { architecture: residual, title: 'resnet34' },
  right: { architecture: plain, title: 'plain34' },
};

describe('two networks beside each other in Chromium', () => {
  const browser = browserForTests();
  let view: WebviewPage;
  let page: Page;

  afterEach(() => view.close());

  async function compare(compared: DrawnComparison = comparison, options: PanelOptions = {}): Promise<void> {
    view = await openPanel({ browser: browser(), size: { width: 900, height: 800 }, ...options });
    page = view.page;
    await send(view, 'comparison', compared);
    await page.waitForSelector('[data-side="right"] .item', { state: 'attached' });
  }

  const text = async (selector: string): Promise<string> => (await page.textContent(selector)) ?? '';
  const at = (side: string, id: string): string => `[data-side="${side}"] [data-subject="${id}"]`;
  const top = async (side: string, id: string): Promise<number> => {
    const box = await page.locator(`${at(side, id)} > .frame`).boundingBox();
    assert.ok(box, `${side} ${id}`);
    return box.y;
  };
  const focused = (): Promise<string> =>
    page.evaluate(() => {
      const element = document.activeElement;
      return `${element?.closest('[data-side]')?.getAttribute('data-side') ?? ''} ${element?.getAttribute('data-subject') ?? ''}`;
    });
  const rowsAgree = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) assert.ok(Math.abs((await top('left', id)) - (await top('right', id))) < 1, id);
  };

  it('says how ResNet-34 differs from plain-34, and marks it', async () => {
    await compare();
    assert.equal(await text('#title'), 'resnet34 against plain34');
    assert.match(await text('#totals'), /^16 shortcuts removed.*parameters −\d+ k \(−0\.82 %\).*MACs −/);
    assert.equal(await page.locator('[data-side] .box.changed[data-block]').count(), 32);
    assert.equal(await page.locator('[data-side="left"] .box.join.removed .sign.removed').count(), 16);
    assert.equal(await page.locator('[data-side="left"] .box.projection.removed .sign').count(), 3);
    assert.equal(await page.locator('[data-side="left"] .edge.removed').count(), 13 + 2 * 3);
    assert.equal(await page.locator('[data-side="right"] :is(.removed, .added)').count(), 0);
    assert.equal(await page.locator('[data-side="left"] .sign.removed text').first().textContent(), '−');
    assert.match((await page.getAttribute(at('right', 'layer1.0'), 'aria-label')) ?? '', /; changed, shortcut: identity → none$/); // prettier-ignore
    assert.deepEqual(view.problems(), []);
  });

  it('has what stands for each other at one height, opened or closed, on either side', async () => {
    await compare();
    const blocks = ['stem', 'layer1.0', 'layer1.2', 'layer2.0', 'layer3.5', 'layer4.2', 'head'];
    await rowsAgree(blocks);
    await page.locator(`${at('right', 'layer1.0')} .opener`).click();
    await page.waitForSelector(at('left', 'layer1.0.conv2'));
    await page.waitForTimeout(400);
    assert.equal(await page.getAttribute(at('left', 'layer1.0'), 'aria-expanded'), 'true');
    await rowsAgree([...blocks, 'layer1.0.conv1', 'layer1.0.conv2', 'layer1.1']);
    await page.locator(`${at('left', 'layer1.0')} .opener`).click();
    await page.waitForSelector(at('right', 'layer1.0.conv2'), { state: 'detached' });
  });

  it('aligns networks whose blocks have other layers', async () => {
    await compare({ left: comparison.left, right: { architecture: network('resnet50'), title: 'resnet50' } });
    await page.locator(`${at('left', 'layer2.0')} .opener`).click();
    await page.waitForSelector(at('right', 'layer2.0.conv3'));
    await page.waitForTimeout(400);
    await rowsAgree(['stem', 'layer2.0', 'layer2.0.conv1', 'layer2.0.conv2', 'layer2.1', 'layer3.0', 'head']);
    assert.equal(await page.locator(`${at('right', 'layer2.0.conv3')} .sign.added`).count(), 1);
    assert.match(await text('#totals'), /layers added/);
  });

  it('pans and zooms both together', async () => {
    await compare();
    const places = async (): Promise<readonly number[]> => {
      const boxes = await Promise.all(['left', 'right'].map((side) => page.locator(`${at(side, 'layer1.1')} > .frame`).boundingBox())); // prettier-ignore
      return boxes.flatMap((box) => [box?.x ?? NaN, box?.y ?? NaN, box?.width ?? NaN]);
    };
    const [x1 = 0, y1 = 0, w1 = 0, x2 = 0, , w2 = 0] = await places();
    assert.ok(Math.abs(w1 - w2) < 0.01, 'one scale');
    await page.mouse.move(450, 500);
    await page.mouse.wheel(30, 100);
    const [x3 = 0, y3 = 0, , x4 = 0, y4 = 0] = await places();
    assert.ok(Math.abs(x1 - x3 - 30) < 1 && Math.abs(x2 - x4 - 30) < 1 && Math.abs(y1 - y3 - 100) < 1);
    assert.ok(Math.abs(y3 - y4) < 1);
    await page.keyboard.press('+');
    const [, , w3 = 0, , , w4 = 0] = await places();
    assert.ok(w3 > w1 && Math.abs(w3 - w4) < 0.01);
  });

  it('steps through the differences by button, key and list', async () => {
    await compare();
    await page.click('#next');
    assert.equal(await text('#difference'), '1 of 16: layer1.0 changed: shortcut: identity → none');
    assert.equal(await page.locator('.box.selected[data-block="layer1.0"]').count(), 2);
    await page.keyboard.press('n');
    assert.match(await text('#difference'), /^2 of 16: layer1\.1 /);
    await page.keyboard.press('p');
    await page.keyboard.press('p');
    assert.match(await text('#difference'), /^16 of 16: layer4\.2 /);
    await page.waitForFunction(() => {
      const box = document.querySelector('[data-side="left"] [data-subject="layer4.2"]')?.getBoundingClientRect();
      return box !== undefined && box.top > 0 && box.bottom < innerHeight;
    });
    await page.click('#differences summary');
    assert.equal(await page.locator('#differences li').count(), 16);
    await page.click('#differences li:nth-child(4) button');
    assert.match(await text('#difference'), /^4 of 16: layer2\.0 changed: shortcut: projection → none$/);
    await page.click(`${at('right', 'layer2.1')} > .frame`);
    assert.match(await text('#difference'), /^5 of 16: layer2\.1 /);
  });

  it('says in the floating card what has changed', async () => {
    await compare();
    await page.click('#fit-all');
    await page.hover(`${at('left', 'layer2.0')} > .frame`);
    await page.waitForSelector('#hover-card:not([hidden]) .changes');
    assert.match(await text('#hover-card'), /Otherwise in plain34shortcut: projection → none/);
    assert.equal(await page.locator(`${at('right', 'layer2.0')}.alike`).count(), 1);
    await page.hover(`${at('left', 'layer2.0.add')} .plus`, { force: true }); // its cross lies over it
    await page.waitForFunction(() => document.querySelector('#hover-card')?.textContent.includes('Not in plain34'));
    await page.hover(`${at('right', 'layer2.1')} > .frame`);
    await page.waitForFunction(() => document.querySelector('#hover-card')?.textContent.includes('Otherwise in resnet34')); // prettier-ignore
  });

  it('works by the keyboard alone', async () => {
    await compare();
    await page.focus('#differences summary');
    for (let press = 0; press < 20 && !(await focused()).startsWith('left'); press++) await page.keyboard.press('Tab');
    assert.equal(await focused(), 'left input');
    for (let press = 0; press < 4; press++) await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), 'left layer1.0');
    await page.keyboard.press('ArrowRight');
    assert.equal(await focused(), 'right layer1.0');
    await page.waitForSelector('#hover-card:not([hidden])');
    await page.keyboard.press('Enter');
    await page.waitForSelector(at('left', 'layer1.0.conv1'));
    await page.waitForTimeout(400);
    assert.equal(await focused(), 'right layer1.0');
    await page.keyboard.press('1');
    await page.waitForSelector('.box.frame', { state: 'detached' });
    assert.equal(await page.locator('[data-side="left"] .box.card.changed').count(), 4);
    await page.keyboard.press('Escape');
    await page.waitForSelector('#hover-card[hidden]', { state: 'attached' });
    await page.keyboard.press('Escape');
    await view.untilPosted(isEvent('closeComparison'));
  });

  it('gives way to the one network, which is as it was', async () => {
    view = await openPanel({ browser: browser(), size: { width: 900, height: 800 } });
    page = view.page;
    await show(view, residual, 'ResNet-34');
    await page.mouse.move(450, 500);
    await page.mouse.wheel(0, 300);
    const transform = await page.getAttribute('#graph > g', 'transform');
    await send(view, 'comparison', comparison);
    await page.waitForSelector('[data-side="right"] .item', { state: 'attached' });
    await page.keyboard.press('+');
    await page.keyboard.press('1');
    await page.waitForTimeout(300);
    await page.click('#close');
    await view.untilPosted(isEvent('closeComparison'));
    assert.equal(await page.locator('[data-side]').count(), 0);
    assert.equal(await text('#title'), 'ResNet-34');
    await page.waitForTimeout(100);
    assert.equal(await page.getAttribute('#graph > g', 'transform'), transform);
    assert.equal(await page.locator('#graph .box.frame').count(), 4);
    await send(view, 'comparison', comparison);
    await page.waitForSelector('[data-side="right"] .item', { state: 'attached' });
    await send(view, 'comparison', null);
    await page.waitForSelector('[data-side]', { state: 'detached' });
    assert.deepEqual(view.problems(), []);
  });

  it('colours two runs of one network on one range, each by its own numbers', async () => {
    const run = (factor: number): NonNullable<DrawnComparison['left']['run']> => {
      const { live, ...snapshot } = snapshotOf(residual, 301);
      const gradientNorm = live?.gradientNorm.map((norm) => norm * factor);
      return { ...snapshot, from: 300, live: live === undefined || gradientNorm === undefined ? undefined : { ...live, gradientNorm } }; // prettier-ignore
    };
    const side = (title: string, factor: number): DrawnComparison['left'] => ({ architecture: residual, title, run: run(factor) }); // prettier-ignore
    await compare({ left: side('first', 1), right: side('second', 50) });
    assert.match(await text('#totals'), /^no differences/);
    await page.waitForSelector('[data-side="right"] .tinted');
    const fill = (which: string): Promise<string> =>
      page.locator(at(which, 'layer2.1')).evaluate((box) => (box as SVGElement).style.getPropertyValue('--fill'));
    const value = async (which: string): Promise<number> => Number(await page.locator(`${at(which, 'layer2.1')} .value`).textContent()); // prettier-ignore
    assert.notEqual(await fill('left'), await fill('right'));
    assert.ok(Math.abs((await value('right')) / (await value('left')) - 50) < 1);
    const [low, high] = [Number(await text('#legend-low')), Number(await text('#legend-high'))];
    assert.ok(low <= (await value('left')) && high >= (await value('right')));
    assert.match(await text('.caption.left'), /^first · epoch/);
    const before = await fill('left');
    await send(view, 'comparedRuns', { left: run(40) });
    await page.waitForFunction((old) => document.querySelector<SVGElement>('[data-side="left"] [data-subject="layer2.1"]')?.style.getPropertyValue('--fill') !== old, before); // prettier-ignore
  });

  it('shows deep networks folded, and opens a run with its partner', async () => {
    const deep = { left: { architecture: network('resnet50'), title: 'resnet50' }, right: { architecture: network('resnet152'), title: 'resnet152' } }; // prettier-ignore
    await compare(deep);
    await page.keyboard.press('2');
    await page.waitForSelector(at('left', 'layer3.1…layer3.5'));
    await page.waitForTimeout(400);
    await rowsAgree(['layer4.0', 'head']);
    await page.click('#fit-all');
    await page.locator(`${at('left', 'layer3.1…layer3.5')} .opener`).click();
    await page.waitForSelector(at('right', 'layer3.3'));
    await page.waitForTimeout(400);
    await rowsAgree(['layer3.1', 'layer3.5', 'layer4.0']);
    assert.equal(await page.locator(`${at('right', 'layer3.6')}.added`).count(), 1);
  });

  for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const)
    it(`fits into narrow and wide panels in the ${theme} theme`, async () => {
      await compare(comparison, { theme });
      await page.click('#next');
      for (const width of [400, 900, 1600]) {
        await page.setViewportSize({ width, height: 800 });
        await page.waitForTimeout(200);
        const boxes = await Promise.all(['left', 'right'].map((side) => page.locator(`${at(side, 'layer1.0')} > .frame`).boundingBox())); // prettier-ignore
        for (const box of boxes) assert.ok(box !== null && box.x >= 0 && box.x + box.width <= width, `at ${width}`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${overflow} px too wide at ${width}`);
        await view.screenshot(`comparison-${theme}-${width}`);
      }
      assert.deepEqual(view.problems(), []);
    });
});

function isEvent(name: string): (message: unknown) => boolean {
  return (message) => typeof message === 'object' && message !== null && 'name' in message && message.name === name;
}
