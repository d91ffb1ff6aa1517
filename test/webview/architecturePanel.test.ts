import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Architecture } from '../../src/model/layer';
import { tensorsOf } from '../../src/model/tensorRules';
import type { TensorStatistics } from '../../src/protocol/weights';
import { faintTextsOf } from '../page/appearanceOf';
import { browserForTests } from '../page/browserForTests';
import type { WebviewPage } from '../page/openPage';
import {
  greet,
  liveOf,
  network,
  openPanel,
  send,
  show,
  snapshotOf,
  startOf,
  type PanelOptions,
} from './architecturePage';
import { holdWorkers } from './holdWorkers';

const architecture = network('resnet34');
const title = 'ResNet-34 · airplane, bird';

describe('the architecture panel in Chromium', () => {
  const browser = browserForTests();
  let view: WebviewPage;
  let page: Page;

  afterEach(() => view.close());

  async function open(options: PanelOptions = {}): Promise<void> {
    view = await openPanel({ browser: browser(), size: { width: 900, height: 800 }, ...options });
    page = view.page;
  }

  async function openNetwork(options: PanelOptions = {}): Promise<void> {
    await open(options);
    await show(view, architecture, title);
  }

  /** What is said of a network that can't be laid out. */
  async function problemOf(options: PanelOptions): Promise<string> {
    await open(options);
    await send(view, 'architecture', { architecture, title });
    await page.waitForSelector('#problem');
    return text('#problem');
  }

  const text = async (selector: string): Promise<string> => (await page.textContent(selector)) ?? '';
  const focused = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.getAttribute('data-subject') ?? null);

  it('invites to train until there is a network', async () => {
    await open();
    await view.untilPosted(isEvent('ready'));
    assert.match(await text('#empty'), /ResNet: Train/);
    await page.click('#empty-train');
    await view.untilPosted(isEvent('train'));
    assert.deepEqual(view.problems(), []);
  });

  it('draws ResNet-34 with its sixteen blocks, totals and projections', async () => {
    await openNetwork();
    assert.equal(await page.locator('#graph [data-block]').count(), 16);
    assert.equal(await page.locator('#graph .box.projection').count(), 3);
    assert.equal(await page.locator('#graph .edge.identity').count(), 13);
    assert.equal(await page.locator('#graph .box.frame').count(), 4);
    assert.match(await text('[data-block="layer2.0"]'), /layer2\.0.*basic block.*128×4×4 · 230 k params/);
    assert.match(await text('#totals'), /21\.3 M parameters.*74\.8 M MACs.*1\.05 MB/);
    const painted = await view.untilPosted(isEvent('painted'));
    assert.ok((painted as { payload: { ms: number } }).payload.ms > 0);
    assert.deepEqual(view.problems(), []);
  });

  it('shows the run and stops or starts it', async () => {
    await openNetwork();
    assert.equal(await text('#status'), 'not training');
    assert.equal(await text('#train'), 'Train');
    await send(view, 'snapshot', snapshotOf(architecture, 301));
    await page.waitForFunction(() => document.querySelector('#status')?.textContent.includes('301'));
    assert.equal(await text('#status'), 'epoch 2 / 5 · step 301 · loss 0.412');
    await page.click('#stop');
    await view.untilPosted(isEvent('stop'));
    await send(view, 'snapshot', snapshotOf(architecture, 302, 'stopped'));
    await page.waitForSelector('#train:not([hidden])');
    assert.equal(await text('#train'), 'Train again');
    await page.click('#train');
    await view.untilPosted(isEvent('train'));
    assert.equal(await text('#status'), 'The run is stopped.');
  });

  it('tells of a block under the pointer, inside the window and beside the block', async () => {
    await openNetwork();
    await send(view, 'snapshot', snapshotOf(architecture, 301));
    for (const width of [400, 900, 1600]) {
      await page.setViewportSize({ width, height: 800 });
      await page.mouse.move(2, 2);
      await page.hover('[data-block="layer1.1"]');
      await page.waitForSelector('#hover-card:not([hidden])');
      const card = await box(page, '#hover-card');
      const block = await box(page, '[data-block="layer1.1"] .frame');
      assert.ok(
        card.x >= 0 && card.y >= 0 && card.x + card.width <= width && card.y + card.height <= 800,
        `at ${width}`,
      );
      assert.ok(!overlap(card, block), `the card covers its block at ${width}`);
    }
    const facts = await text('#hover-card');
    assert.match(facts, /layer1\.1.*basic block.*Input64×8×8.*Output64×8×8.*Parameters73,984.*MACs4,718,592/s);
    assert.match(facts, /Identity: x is added as it is; the gradient passes unchanged\./);
    await page.mouse.move(2, 2);
    await page.waitForSelector('#hover-card[hidden]', { state: 'attached' });
  });

  it('brings live numbers into the card while it is shown', async () => {
    await openNetwork();
    await send(view, 'snapshot', snapshotOf(architecture, 301));
    await page.hover('[data-block="layer1.1"]');
    await page.waitForSelector('#hover-card:not([hidden])');
    const numbers = (): Promise<string[]> => page.locator('#hover-card .live dd').allTextContents();
    const before = await numbers();
    const place = await box(page, '#hover-card');
    await sendDelta(302);
    await page.waitForFunction(() => document.querySelector('#status')?.textContent.includes('302'));
    const after = await numbers();
    assert.equal(after.length, 6);
    assert.notDeepEqual(after, before);
    assert.deepEqual(await box(page, '#hover-card'), place);
  });

  it('tells what weights of a file are like, as soon as they have been read', async () => {
    await openNetwork();
    await page.hover('[data-block="layer1.1"]');
    await page.waitForSelector('#hover-card:not([hidden])');
    assert.equal(await page.locator('#hover-card .weights').count(), 0);
    await send(view, 'architecture', { architecture, title, weights: weightsOf(architecture) });
    await page.waitForSelector('#hover-card[hidden]', { state: 'attached' });
    await page.mouse.move(2, 2);
    await page.hover('[data-block="layer1.1"]');
    await page.waitForSelector('#hover-card:not([hidden]) .weights');
    assert.equal(
      await text('#hover-card .weights'),
      'Weights: mean ± spread, rangeweight0.5 ± 0.25-1 … 26 zeros, 2 NaN',
    );
    await page.click('[data-block="layer1.1"] .opener');
    await settled(page, '[data-layer="layer1.1.conv2"]');
    await page.hover('[data-layer="layer1.1.bn1"]');
    await page.waitForSelector('#hover-card:not([hidden]) .weights');
    const labels = await page.locator('#hover-card .weights dt').allTextContents();
    assert.deepEqual(labels.filter((label) => label !== ''), ['weight', 'bias', 'running_mean', 'running_var']); // prettier-ignore
    await send(view, 'architecture', { architecture, title });
    await page.mouse.move(2, 2);
    await page.hover('[data-layer="layer1.1.bn1"]');
    await page.waitForSelector('#hover-card:not([hidden])');
    assert.equal(await page.locator('#hover-card .weights').count(), 0);
    assert.deepEqual(view.problems(), []);
  });

  it('opens a block where it stands, and closes it again', async () => {
    await openNetwork();
    const block = '[data-block="layer1.1"]';
    const before = await box(page, `${block} .frame`);
    await page.click(`${block} .opener`);
    await settled(page, '[data-layer="layer1.1.conv2"]');
    const open = await box(page, `${block} .frame`);
    assert.deepEqual([open.x, open.y], [before.x, before.y]);
    assert.ok(open.height > 3 * before.height);
    assert.match(
      await text('[data-layer="layer1.1.conv1"]'),
      /conv1.*conv 3×3, 64 → 64, stride 1.*64×8×8 · 36\.9 k params/,
    );
    await page.hover('[data-layer="layer1.1.conv1"]');
    await page.waitForSelector('#hover-card:not([hidden])');
    assert.match(await text('#hover-card'), /layer1\.1\.conv1.*Kernel3×3.*Stride1.*Padding1.*Parameters36,864/s);
    await page.click(`${block} .opener`);
    await page.waitForSelector('[data-layer="layer1.1.conv1"]', { state: 'detached' });
    await settled(page, '[data-block="layer1.2"]');
    assert.deepEqual(await box(page, `${block} .frame`), before);
  });

  it('changes colours and numbers as training goes on, and nothing else', async () => {
    await openNetwork();
    await page.click('[data-block="layer1.0"] .opener');
    await settled(page, '[data-layer="layer1.0.conv2"]');
    await page.mouse.wheel(0, 180);
    await send(view, 'snapshot', snapshotOf(architecture, 1));
    await page.waitForSelector('[data-block="layer1.0"].tinted');
    const [places, colours] = [await allPlaces(page), await allColours(page)];
    assert.ok(colours.filter((colour) => colour !== '').length > 16);
    for (let step = 2; step < 12; step += 1) await sendDelta(step);
    await page.waitForFunction(() => document.querySelector('#status')?.textContent.includes('step 11 '));
    assert.deepEqual(await allPlaces(page), places);
    assert.notDeepEqual(await allColours(page), colours);
  });

  it('tints by the chosen metric, with a legend', async () => {
    await openNetwork();
    await send(view, 'snapshot', snapshotOf(architecture, 301));
    await choose(page, 'Parameters');
    await page.waitForFunction(() => document.querySelector('#legend')?.textContent.includes('trainable numbers'));
    assert.match(await text('[data-block="layer4.1"] .value'), /^4\.72 M$/);
    assert.deepEqual([await text('#legend-low'), await text('#legend-high')], ['50.0 k', '5.00 M']);
    await choose(page, 'Branch / shortcut');
    await page.waitForFunction(() => document.querySelector('#legend')?.textContent.includes('|F(x)| / |x|'));
    assert.equal(await page.locator('[data-block].tinted').count(), 16);
    assert.equal(await page.locator('[data-subject="stem"].tinted').count(), 0);
    await choose(page, 'None');
    await page.waitForFunction(() => document.querySelectorAll('.box.tinted').length === 0);
    assert.equal(await text('[data-block="layer4.1"] .value'), '');
  });

  it('is walked through by keys', async () => {
    await openNetwork();
    await page.focus('#graph [tabindex="0"]');
    assert.equal(await focused(), 'input');
    for (const expected of ['stem', 'layer1', 'layer1.0…layer1.2', 'layer1.0', 'layer1.1']) {
      await page.keyboard.press('ArrowDown');
      assert.equal(await focused(), expected);
    }
    await page.waitForSelector('#hover-card:not([hidden])');
    assert.match(await text('#hover-card'), /^layer1\.1/);
    await page.keyboard.press('Enter');
    await settled(page, '[data-layer="layer1.1.conv1"]');
    assert.equal(await focused(), 'layer1.1');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), 'layer1.1.conv1');
    assert.match(await text('#hover-card'), /^layer1\.1\.conv1/);
    await page.keyboard.press('Escape');
    await page.waitForSelector('#hover-card[hidden]', { state: 'attached' });
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-layer="layer1.1.conv1"]', { state: 'detached' });
    assert.equal(await focused(), 'layer1.1');
    await page.keyboard.press('End');
    assert.equal(await focused(), 'logits');
    await settled(page, '[data-subject="logits"] .frame'); // the card above may still be closing
    const last = await box(page, '[data-subject="logits"] .frame');
    assert.ok(last.y > 0 && last.y + last.height < 800, 'what has the focus is in sight');
  });

  it('pans, zooms and fits', async () => {
    await openNetwork();
    const input = (): Promise<Box> => box(page, '[data-layer="input"] .frame');
    const start = await input();
    await page.mouse.move(450, 600);
    await page.mouse.wheel(0, 100);
    await page.waitForTimeout(50);
    assert.ok(Math.abs((await input()).y - (start.y - 100)) < 1);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -60);
    await page.keyboard.up('Control');
    await page.waitForFunction(
      (width) =>
        (document.querySelector('[data-layer="input"] .frame')?.getBoundingClientRect().width ?? 0) > width * 1.2,
      start.width,
    );
    await page.click('#fit-width');
    assert.deepEqual(await input(), start);
    await page.click('#fit-all');
    const logits = await box(page, '[data-subject="logits"] .frame');
    assert.ok(logits.y + logits.height < 800 && (await input()).y > 0);
    await page.keyboard.press('0');
    assert.deepEqual(await input(), start);
    await page.mouse.move(120, 400);
    await page.mouse.down();
    await page.mouse.move(150, 420, { steps: 4 });
    await page.mouse.up();
    const dragged = await input();
    assert.ok(Math.abs(dragged.x - start.x - 30) < 1.5 && Math.abs(dragged.y - start.y - 20) < 1.5);
  });

  it('comes back as it was after a reload', async () => {
    await openNetwork();
    await page.click('[data-block="layer1.0"] .opener');
    await settled(page, '[data-layer="layer1.0.conv2"]');
    await choose(page, 'MACs');
    await page.mouse.move(300, 500);
    await page.mouse.wheel(0, 130);
    await page.waitForTimeout(400);
    const before = await box(page, '[data-block="layer1.0"] .frame');
    await view.reload();
    await greet(view);
    await show(view, architecture, title);
    await page.waitForSelector('[data-layer="layer1.0.conv1"]');
    assert.deepEqual(await box(page, '[data-block="layer1.0"] .frame'), before);
    assert.match(await text('#legend'), /^MACs/);
    assert.equal(await page.evaluate(() => (document.querySelector('#metric') as HTMLInputElement).value), 'macs');
  });

  it('follows the width of the panel until the user has moved the drawing', async () => {
    await openNetwork({ size: { width: 900, height: 700 } });
    await page.setViewportSize({ width: 400, height: 700 });
    await page.waitForFunction(
      () => (document.querySelector('#graph > g')?.getBoundingClientRect().right ?? Infinity) <= 400,
    );
    assert.ok((await box(page, '#graph > g')).x >= 0);
    for (const id of ['#train', '#metric', '#zoom-in', '#fit-all']) {
      const control = await box(page, id);
      assert.ok(control.x >= 0 && control.x + control.width <= 400, `${id} is inside the panel`);
    }
  });

  it('keeps the drawing of a network that is edited, says what does not fit and marks where', async () => {
    await openNetwork();
    await page.click('[data-block="layer1.0"] .opener');
    await page.waitForSelector('[data-block="layer1.0"][aria-expanded="true"]');
    const problem = { message: 'Layer "layer1.0.conv2" (conv2d): no.', layer: 'layer1.0.conv2' };
    await send(view, 'architecture', { architecture, title, problem });
    await page.waitForSelector('#problem.fault');
    assert.equal(await text('#problem'), problem.message);
    assert.equal(await page.locator('.faulty').getAttribute('data-subject'), 'layer1.0.conv2');
    const edited = network('resnet34', { order: 'relu-before-add' }); // as many layers and parameters
    await send(view, 'architecture', { architecture: edited, title });
    await page.waitForSelector('.faulty', { state: 'detached' });
    assert.equal(await page.locator('#problem').count(), 0);
    assert.equal(await page.locator('[data-block="layer1.0"]').getAttribute('aria-expanded'), 'true');
  });

  it('draws before ELK has started, and nothing moves when it answers', async () => {
    await open({ prepare: holdWorkers });
    await show(view, architecture, title);
    const before = await allPlaces(page);
    assert.ok(before.length > 20);
    await page.waitForFunction(() => window.heldWorkers !== undefined);
    const answers = await page.evaluate(() => window.heldWorkers?.letGo());
    assert.equal(answers, 3, 'ELK is ready, and places two kinds of block');
    await page.waitForTimeout(400);
    assert.deepEqual(await allPlaces(page), before);
    assert.deepEqual(view.problems(), []);
  });

  it('says in one sentence that the layout worker was refused', async () => {
    assert.match(
      await problemOf({ workerRefused: true }),
      /^The graph could not be drawn because its layout worker failed \(.+\): close this panel .+\.$/,
    );
  });

  it('says in one sentence that ELK’s script is missing', async () => {
    assert.match(
      await problemOf({ prepare: withoutElk }),
      /layout worker failed \(its script could not be loaded\): close this panel .+\.$/,
    );
  });

  it('can be read in every theme', async () => {
    await openNetwork();
    await send(view, 'snapshot', snapshotOf(architecture, 301));
    await page.waitForSelector('[data-block].tinted');
    for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const) {
      await view.setTheme(theme);
      await page.waitForTimeout(100);
      assert.deepEqual(await faintTextsOf(page, '#graph'), [], theme);
    }
  });

  function sendDelta(step: number): Promise<void> {
    const { status, steps } = snapshotOf(architecture, 1);
    const live = liveOf(startOf(architecture), step);
    return send(view, 'delta', { status, from: step - 1, steps, epochs: [], live });
  }
});

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function isEvent(name: string): (message: unknown) => boolean {
  return (message) => typeof message === 'object' && message !== null && 'name' in message && message.name === name;
}

async function box(page: Page, selector: string): Promise<Box> {
  const found = await page.locator(selector).first().boundingBox();
  assert.ok(found, `"${selector}" is not drawn`);
  return found;
}

/** Waits until an element is there and has come to rest. */
async function settled(page: Page, selector: string): Promise<void> {
  await page.waitForSelector(selector, { state: 'attached' });
  let last = '';
  for (let same = 0; same < 3;) {
    const now = JSON.stringify(await page.locator(selector).boundingBox());
    same = now === last ? same + 1 : 0;
    last = now;
    await page.waitForTimeout(60);
  }
}

async function choose(page: Page, metric: string): Promise<void> {
  await page.click('#metric');
  await page.click(`#metric vscode-option:has-text("${metric}")`);
}

async function withoutElk(page: Page): Promise<void> {
  await page.route('**/elk.js', (route) => route.abort());
}

function allPlaces(page: Page): Promise<number[][]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('#graph .box, #graph path, #legend, #header, #canvas')].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      // a number's own text may be longer or shorter; the box that it stands on may not
      return element.querySelector(':scope > .frame') === null ? [x, y, width, height] : [x, y];
    }),
  );
}

function allColours(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<SVGElement>('#graph .item')].map((item) => item.style.getPropertyValue('--fill')),
  );
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Each of them the same. */
function weightsOf({ layers }: Architecture): readonly TensorStatistics[] {
  const same = { count: 100, min: -1, max: 2, mean: 0.5, std: 0.25, norm: 5, zeros: 3, nans: 1, infinities: 0 };
  const all = layers.flatMap((layer) => tensorsOf(layer));
  return all.map(({ name, shape }) => ({ ...same, name, shape, dtype: 'F32', histogram: [] }));
}
