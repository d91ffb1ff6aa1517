import assert from 'node:assert/strict';
import { faultsOf } from '../page/appearanceOf';
import { browserForTests } from '../page/browserForTests';
import type { WebviewPage } from '../page/openPage';
import { faultsEverywhere, scales } from './appearanceMatrix';
import { compareNetworks, showAll } from './appearanceScenes';
import { network, openPanel, show } from './architecturePage';
import { settled } from './metricsCanvas';

const deep = network('resnet152');

describe('how the architecture panel looks, in Chromium', function () {
  this.timeout(120_000);
  const browser = browserForTests();
  let view: WebviewPage;

  afterEach(() => view.close());

  it('keeps room for the drawing in a small window', async () => {
    view = await openPanel({ browser: browser(), size: { width: 900, height: 900 } });
    await showAll(view);
    await view.page.setViewportSize({ width: 400, height: 560 });
    await settled(view);
    await view.screenshot('appearance-architecture-small');
    assert.ok(((await view.page.locator('#graph').boundingBox())?.height ?? 0) >= 140);
    assert.deepEqual(await faultsOf(view.page), []);
  });

  it('stays as wide as the window when the details open and the window changes, until somebody pans or zooms', async () => {
    view = await openPanel({ browser: browser(), size: { width: 900, height: 900 } });
    const { page } = view;
    const sides = async (): Promise<readonly [number, number]> => {
      await settled(view);
      const [drawing, room] = [await page.locator('#graph > g').boundingBox(), await page.locator('#graph').boundingBox()]; // prettier-ignore
      assert.ok(drawing !== null && room !== null);
      return [drawing.x - room.x, room.x + room.width - drawing.x - drawing.width];
    };
    await showAll(view);
    for (const width of [900, 400, 1600]) {
      await page.setViewportSize({ width, height: 900 });
      const [left, right] = await sides();
      assert.ok(left > 0 && right > 0 && Math.abs(left - right) < 30, `${left} and ${right} px at ${width}`);
    }
    await page.mouse.move(500, 500);
    await page.mouse.wheel(-100, 0);
    const [before] = await sides();
    await page.setViewportSize({ width: 1400, height: 900 });
    const [after] = await sides();
    assert.ok(Math.abs(before - 100 - after) < 1, `${before} px at 1600, ${after} at 1400`);
  });

  it('moves nothing by animation where motion is to be reduced', async () => {
    view = await openPanel({ browser: browser(), size: { width: 900, height: 900 } });
    const { page } = view;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await show(view, network('resnet34'), 'ResNet-34');
    await page.click('[data-block="layer1.0"] .opener');
    await page.waitForSelector('[data-layer="layer1.0.conv1"]');
    const places = await page.evaluate(async () => {
      const seen = new Set<string>();
      for (let frame = 0; frame < 12; frame++) {
        const boxes = [...document.querySelectorAll('#graph .box')].map((box) => box.getBoundingClientRect());
        const running = document.getAnimations().length;
        seen.add(JSON.stringify([running, ...boxes.map(({ x, y }) => [x, y])]));
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return [...seen];
    });
    assert.equal(places.length, 1);
    assert.match(places[0] ?? '', /^\[0,/);
  });

  for (const scale of scales) {
    const open = async (): Promise<void> => {
      view = await openPanel({ browser: browser(), scale, size: { width: 900, height: 900 } });
    };

    it(`is sound without a network, at ${scale}×`, async () => {
      await open();
      await view.page.waitForSelector('.notice');
      await view.page.waitForTimeout(600);
      assert.deepEqual(await faultsEverywhere(view, { name: 'empty', scale }), []);
    });

    it(`is sound with a run, a block open, details and matches, at ${scale}×`, async () => {
      await open();
      await showAll(view);
      assert.deepEqual(await faultsEverywhere(view, { name: 'architecture', scale }), []);
    });

    it(`is sound with a deep network folded, at ${scale}×`, async () => {
      await open();
      await show(view, deep, 'ResNet-152');
      assert.deepEqual(await faultsEverywhere(view, { name: 'deep', scale }), []);
    });

    it(`is sound with two networks beside each other, at ${scale}×`, async () => {
      await open();
      await compareNetworks(view);
      assert.deepEqual(await faultsEverywhere(view, { name: 'comparison', scale }), []);
    });
  }
});
