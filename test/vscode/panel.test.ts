import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import { metricsView, openSession, tabTo as tabIn, train, until, untilRun, type Session, type TabStops } from './session'; // prettier-ignore

type Place = NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>;

/** What the panel is asked about, by keys alone where nothing else is said; the trained weights are read by a worker. */
describe('the architecture panel of a trained network in a real VS Code', function () {
  this.timeout(240_000);
  let session: Session;
  let panel: Frame;

  before(async () => {
    session = await openSession();
    panel = await train(session);
    await untilRun(session, 'done');
    await session.code.runCommand('View: Focus Active Editor Group');
    await until(
      () => panel.evaluate(() => document.hasFocus()),
      (focused) => focused,
      'the focus in the panel',
    );
  });
  after(() => session.code.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.code.screenshot('failed-panel');
  });

  const press = (key: string): Promise<void> => session.code.page.keyboard.press(key);
  const text = async (selector: string): Promise<string> => (await panel.locator(selector).textContent()) ?? '';
  const untilText = (selector: string, wanted: RegExp): Promise<string> =>
    until(
      () => text(selector),
      (found) => wanted.test(found),
      `${String(wanted)} in ${selector}`,
    );

  const tabTo = (to: string, key?: TabStops['key']): Promise<void> => tabIn(session, panel, { to, key });
  const cardOf = (block: string): Locator => panel.locator(`[data-block="${block}"] > .frame`);
  const placeOf = async (element: Locator): Promise<Place> => {
    const place = await element.boundingBox();
    assert.ok(place, String(element));
    return place;
  };
  const tints = (): Promise<readonly (string | null)[]> =>
    panel.locator('[data-block]').evaluateAll((blocks) => blocks.map((each) => each.getAttribute('style')));

  it('opens to each level, and folds again', async () => {
    await press('1');
    await panel.locator('[data-block]').first().waitFor({ state: 'detached' });
    await press('4');
    await panel.locator('[data-layer="layer4.2.conv2"]').waitFor({ state: 'attached' });
    await press('3');
    await panel.locator('[data-layer="layer4.2.conv2"]').waitFor({ state: 'detached' });
    assert.equal(await panel.locator('[data-block]').count(), 16);
  });

  it('opens a card by the pointer, shows which blocks are alike, and traces the one that is clicked', async () => {
    await panel.locator('#fit-width').click();
    const inside = panel.locator('[data-layer="layer1.1.conv2"]');
    for (const state of ['attached', 'detached'] as const) {
      await panel.locator('[data-block="layer1.1"] .opener').click();
      await inside.waitFor({ state });
    }
    await cardOf('layer1.1').hover();
    await panel.locator('[data-block="layer1.2"].alike').waitFor();
    const alike = panel.locator('[data-block].alike');
    const names = await alike.evaluateAll((all) => all.map((each) => each.getAttribute('data-block')));
    assert.deepEqual(names.sort(), ['layer1.0', 'layer1.2']);
    await cardOf('layer1.1').click();
    await untilText('#trace', /^layer1\.1: input from .+, output to .+ two paths: .+ along the identity shortcut\.$/);
    assert.equal(await panel.locator('[data-block].selected').getAttribute('data-block'), 'layer1.1');
    assert.ok((await panel.locator('.edge.identity.traced').count()) > 0);
    await session.code.screenshot('panel-traced');
  });

  it('selects and traces by the space bar', async () => {
    await tabTo('#graph [data-subject]');
    await press('Home');
    await tabTo('[data-block="layer2.0"]', 'ArrowDown');
    await press(' ');
    await untilText('#trace', /^layer2\.0: .+ two paths: .+ through its projection\.$/);
    await press(' ');
    await untilText('#trace', /^$/);
  });

  it('chooses by keys what the height and the colour of a card tell', async () => {
    const ratio = async (): Promise<number> =>
      (await placeOf(cardOf('layer4.1'))).height / (await placeOf(cardOf('layer1.1'))).height;
    const choose = async (menu: string, key: string): Promise<void> => {
      await tabTo(menu, 'Shift+Tab');
      for (const each of ['Enter', key, 'Enter']) await press(each);
    };
    await choose('#card-size', 'ArrowDown');
    await until(ratio, (now) => now > 3, 'a taller card for more parameters');
    await choose('#card-size', 'ArrowUp');
    await until(ratio, (now) => Math.abs(now - 1) < 0.01, 'equal cards');
    await choose('#metric', 'ArrowDown');
    await untilText('#legend', /^Update \/ weight/);
    await choose('#metric', 'ArrowUp');
    await untilText('#legend', /^Gradient norm/);
  });

  it('has a scale for its colours, and numbers on the cards, chosen by the pointer', async () => {
    const before = await tints();
    const choose = async (box: string, words: RegExp): Promise<void> => {
      await panel.locator(box).click();
      await untilText('#legend .explanation', words);
    };
    const untilTinted = (same: boolean): Promise<unknown> =>
      until(tints, (now) => (now.join() === before.join()) === same, 'the colours');
    await choose('#scale-log', /linear scale, automatic range$/);
    await untilTinted(false);
    await choose('#scale-log', /log scale, automatic range$/);
    await choose('#scale-fixed', /log scale, fixed range$/);
    await untilTinted(true);
    await panel.locator('#legend-high-fixed').fill('1000000');
    await press('Enter');
    await untilTinted(false);
    await choose('#scale-fixed', /log scale, automatic range$/);
    await untilTinted(true);
    const value = '[data-block="layer1.1"] .value';
    await panel.locator('#values').click();
    await untilText(value, /^$/);
    await panel.locator('#values').click();
    await untilText(value, /\d/);
  });

  it('is moved by the strip beside it and by the wheel, which zooms with Ctrl', async () => {
    const { mouse, keyboard } = session.code.page;
    const fit = async (): Promise<Place> => {
      await panel.locator('#fit-width').click();
      return placeOf(cardOf('layer1.1'));
    };
    const start = await fit();
    const [strip, canvas] = [await placeOf(panel.locator('#overview .strip')), await placeOf(panel.locator('#graph'))];
    const middle = strip.x + strip.width / 2;
    await mouse.move(middle, strip.y + 4);
    await mouse.down();
    await mouse.move(middle, strip.y + 0.9 * strip.height, { steps: 3 });
    await mouse.up();
    const untilPlaced = (block: string, accept: (place: Place) => boolean, what: string): Promise<unknown> =>
      until(() => placeOf(cardOf(block)), accept, what); // prettier-ignore
    await untilPlaced('layer4.2', ({ y }) => y > canvas.y && y < canvas.y + canvas.height, 'the last block in sight');
    assert.deepEqual(await fit(), start);
    await mouse.move(canvas.x + canvas.width / 2, canvas.y + canvas.height / 2);
    await mouse.wheel(0, 100);
    await untilPlaced('layer1.1', ({ y }) => Math.abs(start.y - 100 - y) < 1, 'a drawing moved by 100 px');
    await keyboard.down('Control');
    await mouse.wheel(0, -60);
    await keyboard.up('Control');
    await untilPlaced('layer1.1', ({ width }) => width > 1.2 * start.width, 'a larger drawing');
    assert.deepEqual(await fit(), start);
  });

  it('finds layers, and steps through them', async () => {
    await press('/');
    await session.code.page.keyboard.type('stride 2 3x3');
    await untilText('#find .count', /3 matches|\d+ match/);
    await press('Enter');
    await untilText('#find .count', /^1 of \d+$/);
    await untilText('#details .head', /conv|maxpool/);
    await session.code.screenshot('panel-find');
    await press('Escape');
    await panel.locator('#find').waitFor({ state: 'hidden' });
  });

  it('tells of the first convolution, its weights, filters and feature maps', async () => {
    await press('/');
    await session.code.page.keyboard.type('7x7');
    await press('Enter');
    await untilText('#details .head', /^conv1/);
    await press('Escape');
    await tabTo('#details .measured vscode-button');
    await press('Enter');
    await untilText('#details .weights', /Mean ± spread/);
    assert.equal(await panel.locator('#details .histogram .bin').count(), 32);
    await tabTo('#details .pictures:not([hidden]) vscode-button');
    await press('Enter');
    await panel.locator('.filters .pixels').nth(63).waitFor({ state: 'attached' });
    await press('Tab');
    await tabTo('#details .pictures:not([hidden]) vscode-button');
    await press('Enter');
    await panel.locator('.maps figure').nth(15).waitFor({ state: 'attached' });
    await session.code.screenshot('panel-feature-maps');
  });

  it('looks back at a step, and goes live again', async () => {
    const charts = await session.code.webview(metricsView);
    await session.code.runCommand('ResNet: Focus on Metrics View');
    await charts.locator('#time').focus();
    await press('Home');
    await untilText('#moment', /^Step 1Live/);
    await session.code.screenshot('panel-looking-back');
    await charts.locator('#live').focus();
    await press('Enter');
    await panel.locator('#moment').waitFor({ state: 'hidden' });
  });
});
