import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { elements } from '../../src/model/layer';
import { tensorsOf } from '../../src/model/tensorRules';
import type { FeatureMaps, FilterImages, TestImages } from '../../src/protocol/pictures';
import type { TensorStatistics } from '../../src/protocol/weights';
import { faintTextsOf } from '../page/appearanceOf';
import { browserForTests } from '../page/browserForTests';
import type { WebviewPage } from '../page/openPage';
import type { ThemeKind } from '../page/themes';
import { greet, liveOf, network, openPanel, send, show, snapshotOf, startOf, type PanelOptions } from './architecturePage'; // prettier-ignore

const architecture = network('resnet34');
const title = 'ResNet-34 · airplane, bird';

describe('questions about an architecture, in Chromium', function () {
  this.timeout(60_000);
  const browser = browserForTests();
  let view: WebviewPage;
  let page: Page;

  afterEach(() => view.close());

  async function open(options: PanelOptions = {}, of = architecture): Promise<void> {
    view = await openPanel({ browser: browser(), size: { width: 1100, height: 800 }, ...options });
    page = view.page;
    await show(view, of, title);
  }

  const text = async (selector: string): Promise<string> => (await page.textContent(selector)) ?? '';
  const untilText = (selector: string, part: string): Promise<unknown> =>
    page.waitForFunction(([at = '', some = '']) => document.querySelector(at)?.textContent.includes(some), [selector, part]); // prettier-ignore

  /** Answers the newest request of a name, once it is there. */
  async function answer(name: string, output: unknown): Promise<Request> {
    const seen = new Set<unknown>();
    const request = (await view.untilPosted((message) => isRequest(message, name) && !answered.has(message.id))) as Request; // prettier-ignore
    seen.add(request);
    answered.add(request.id);
    await view.post({ type: 'reply', id: request.id, output });
    return request;
  }
  const answered = new Set<number>();
  beforeEach(() => answered.clear());

  describe('the details', () => {
    it('tell of the whole network, then of what is selected, beside the drawing', async () => {
      await open();
      assert.match(await text('#details .head'), /^resnet34.* layers, image 3×32×32$/);
      await page.click('#fit-all');
      await page.click('[data-block="layer2.0"] .frame');
      await untilText('#details .head', 'layer2.0');
      assert.match(await text('#details .shape'), /Input64×8×8Output128×4×4.*⌊\(8 \+ 2·1 − 3\) \/ 2⌋ \+ 1 = 4/s);
      assert.match(await text('#details .shape'), /Projection: channels 64 → 128/);
      const [pane, canvas] = [await boxOf('#details'), await boxOf('#canvas')];
      assert.ok(pane.x >= canvas.x + canvas.width && pane.width === 300);
      await page.keyboard.press('Escape');
      await untilText('#details .head', 'resnet34');
      assert.deepEqual(view.problems(), []);
    });

    it('stay where they are while the pointer shows the floating card, which does not cover them', async () => {
      await open();
      await page.click('[data-block="layer1.0"] .frame');
      await untilText('#details .head', 'layer1.0');
      await page.hover('[data-block="layer1.2"] .frame');
      await page.waitForSelector('#hover-card:not([hidden])');
      assert.match(await text('#hover-card'), /layer1\.2/);
      assert.match(await text('#details .head'), /layer1\.0/);
      const [card, pane] = [await boxOf('#hover-card'), await boxOf('#details')];
      assert.ok(card.x + card.width <= pane.x);
    });

    it('draw live numbers with their past', async () => {
      await open();
      await send(view, 'snapshot', snapshotOf(architecture, 1));
      await page.click('[data-block="layer1.0"] .frame');
      for (let step = 2; step < 30; step++) await delta(step);
      await page.waitForFunction(() => (document.querySelector('#details .live .curve')?.getAttribute('points') ?? '').split(' ').length >= 28); // prettier-ignore
      assert.equal(await page.locator('#details .live dt').count(), 6);
      assert.match(await text('#details .live'), /Gradient norm0\.0\d+/);
    });

    it('measure weights when asked, and draw their histograms', async () => {
      await open();
      assert.equal(await page.locator('#details .measured vscode-button').count(), 0);
      await send(view, 'architecture', { architecture, title, trained: true });
      await page.click('#details .measured vscode-button');
      await untilText('#details .measured .status', 'Measuring');
      await answer('measureWeights', null);
      await send(view, 'architecture', { architecture, title, trained: true, weights: statistics() });
      await page.click('[data-subject="stem"] .opener');
      await page.click('[data-layer="conv1"] .frame');
      await page.waitForSelector('#details .histogram');
      assert.equal(await page.locator('#details .histogram .bin').count(), 32);
      assert.match(await text('#details .weights'), /conv1\.weight|weight.*Mean ± spread.*NaN1±∞2/s);
      assert.match((await page.getAttribute('#details .histogram', 'aria-label')) ?? '', /^Histogram of conv1\.weight from -0\.3 to 0\.3; most, /); // prettier-ignore
    });

    it('show filters and feature maps, and follow the selection with the chosen image', async () => {
      await open();
      await send(view, 'architecture', { architecture, title, trained: true });
      await page.click('[data-subject="stem"] .opener');
      await page.click('[data-layer="conv1"] .frame');
      await page.click('text=Show filters');
      assert.deepEqual((await answer('filterImages', filters())).input, { layer: 'conv1' });
      await page.waitForSelector('.filters .pixels');
      assert.equal(await page.locator('.filters .pixels').count(), 64);
      await page.click('text=Show feature maps');
      await answer('testImages', images(0));
      await answer('featureMaps', maps('conv1', 64, 16));
      await page.waitForSelector('.maps figure');
      assert.equal(await page.locator('.maps figure').count(), 16);
      await page.click('[data-image="3"]');
      assert.deepEqual((await answer('featureMaps', maps('conv1', 64, 16))).input, {
        layer: 'conv1',
        image: 3,
        from: 0,
      });
      await page.click('[aria-label="Later channels"]');
      assert.deepEqual((await answer('featureMaps', maps('conv1', 64, 16))).input, {
        layer: 'conv1',
        image: 3,
        from: 16,
      });
      await page.click('[data-block="layer1.0"] .frame');
      const next = await answer('featureMaps', maps('layer1.0.relu_1', 64, 8));
      assert.deepEqual(next.input, { layer: 'layer1.0.relu_1', image: 3, from: 0 });
      await untilText('.channels', 'layer1.0.relu_1');
      await page.selectOption('#details select', 'bird');
      assert.deepEqual((await answer('testImages', images(1))).input, { from: 0, class: 'bird' });
      assert.deepEqual(view.problems(), []);
    });

    it('say in a sentence why there is nothing to show', async () => {
      await open();
      await send(view, 'architecture', { architecture, title, trained: true });
      await page.click('#details .measured vscode-button');
      const request = (await view.untilPosted((message) => isRequest(message, 'measureWeights'))) as Request;
      await view.post({ type: 'error', id: request.id, error: { message: 'There are no weights yet.', reason: 'failure' } }); // prettier-ignore
      await untilText('#details .measured .status', 'There are no weights yet.');
    });

    it('open and close by key and button, and are so again after a reload', async () => {
      await open({ size: { width: 900, height: 800 } });
      assert.ok(await page.isHidden('#details'));
      await page.keyboard.press('i');
      assert.ok(await page.isVisible('#details'));
      assert.equal(await page.getAttribute('#details-toggle', 'aria-pressed'), 'true');
      await page.waitForTimeout(400);
      await view.reload();
      await greet(view);
      await show(view, architecture, title);
      assert.ok(await page.isVisible('#details'));
      await page.focus('#details .body');
      await page.keyboard.press('Escape');
      assert.ok(await page.isHidden('#details'));
      assert.equal(await page.evaluate(() => document.activeElement?.closest('#graph') !== null), true);
    });

    it('are below the drawing in a narrow panel', async () => {
      await open({ size: { width: 400, height: 800 } });
      await page.keyboard.press('i');
      const [pane, canvas] = [await boxOf('#details'), await boxOf('#canvas')];
      assert.ok(pane.y >= canvas.y + canvas.height && pane.x === 0 && pane.width === 400);
      assert.ok(canvas.height > 150 && pane.height > 200);
    });
  });

  describe('Find', () => {
    it('counts, marks and steps through matches, and opens what hides them', async () => {
      await open();
      await page.keyboard.press('Control+f');
      assert.match(await text('#find-note'), /Type a name or kind/);
      await page.keyboard.type('3x3 stride 2 conv');
      await untilText('#find .count', 'matches');
      assert.equal(await text('#find .count'), '3 matches');
      assert.deepEqual(await subjects('.found'), ['layer2.0', 'layer3.0', 'layer4.0']);
      assert.equal(await page.locator('#overview .found').count(), 3);
      await page.keyboard.press('Enter');
      await page.waitForSelector('[data-layer="layer2.0.conv1"].current');
      assert.equal(await text('#find .count'), '1 of 3');
      await untilText('#details .head', 'layer2.0.conv1');
      await page.keyboard.press('Shift+Enter');
      await page.waitForSelector('[data-layer="layer4.0.conv1"].current');
      assert.equal(await text('#find .count'), '3 of 3');
      await page.waitForTimeout(400);
      const [found, canvas] = [await boxOf('[data-layer="layer4.0.conv1"]'), await boxOf('#canvas')];
      assert.ok(found.y >= canvas.y && found.y + found.height <= canvas.y + canvas.height);
      await page.click('#find-next');
      await untilText('#find .count', '1 of 3');
      await page.keyboard.press('Escape');
      assert.ok(await page.isHidden('#find'));
      assert.equal(await page.locator('.found, .current').count(), 0);
      assert.equal(await page.evaluate(() => document.activeElement?.closest('#graph') !== null), true);
      assert.deepEqual(view.problems(), []);
    });

    it('opens with a slash, leaves digits to the field, and says what it cannot read', async () => {
      await open();
      await page.keyboard.press('/');
      await page.keyboard.type('3x5');
      await untilText('#find-note', 'is no kernel');
      assert.equal(await page.inputValue('#find-text'), '3x5');
      assert.equal(await page.locator('#graph [data-block]').count(), 16); // "3" is a level's key elsewhere
      assert.equal(await page.getAttribute('#find-text', 'aria-invalid'), 'true');
      await page.fill('#find-text', 'nowhere');
      await untilText('#find .count', 'No matches');
    });

    it('finds what is inside folded runs of a deep network', async () => {
      await open({}, network('resnet110-cifar'));
      await page.click('#find-open');
      await page.keyboard.type('layer2.9.conv2');
      await untilText('#find .count', '1 match');
      assert.equal(await page.locator('#graph .found').count(), 1);
      await page.keyboard.press('Enter');
      await page.waitForSelector('[data-layer="layer2.9.conv2"].current');
      await page.waitForTimeout(600);
      const [found, canvas] = [await boxOf('[data-layer="layer2.9.conv2"]'), await boxOf('#canvas')];
      assert.ok(found.y >= canvas.y && found.y + found.height <= canvas.y + canvas.height);
    });
  });

  for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const)
    it(`can be read in ${theme}, at every width`, async () => {
      await everything(theme);
      for (const width of [400, 900, 1600]) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForTimeout(250);
        for (const end of ['top', 'bottom']) {
          await page.evaluate(
            (to) => document.querySelector('#details .body')?.scrollTo(0, to === 'top' ? 0 : 9999),
            end,
          );
          await view.screenshot(`inquiry-${theme}-${width}-${end}`);
        }
        assert.deepEqual(await faintTextsOf(page, '#details, #find'), []);
        const overflow = await page.evaluate(() => {
          const body = document.querySelector('#details .body');
          return [
            document.documentElement.scrollWidth - innerWidth,
            (body?.scrollWidth ?? 0) - (body?.clientWidth ?? 0),
          ];
        });
        assert.ok(
          overflow.every((by) => by <= 0),
          `${overflow.join()} px too wide at ${width}`,
        );
      }
    });

  /** A panel with all that can be asked. */
  async function everything(theme: ThemeKind): Promise<void> {
    await open({ theme, size: { width: 1600, height: 900 } });
    await send(view, 'architecture', { architecture, title, trained: true, weights: statistics() });
    await send(view, 'snapshot', snapshotOf(architecture, 1));
    await page.click('[data-subject="stem"] .opener');
    await page.click('[data-layer="conv1"] .frame');
    for (let step = 2; step < 30; step++) await delta(step);
    await page.click('text=Show filters');
    await answer('filterImages', filters());
    await page.click('text=Show feature maps');
    await answer('testImages', images(0));
    await answer('featureMaps', maps('conv1', 64, 16));
    await page.waitForSelector('.maps figure');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('3x3 stride 2');
    await untilText('#find .count', 'match');
    await page.fill('#find-text', '');
  }

  async function delta(step: number): Promise<void> {
    const { status, steps } = snapshotOf(architecture, 1);
    await send(view, 'delta', { status, from: step - 1, steps, epochs: [], live: liveOf(startOf(architecture), step) });
  }

  async function boxOf(selector: string): Promise<{ x: number; y: number; width: number; height: number }> {
    const found = await page.locator(selector).first().boundingBox();
    assert.ok(found, `"${selector}" is not drawn`);
    return found;
  }

  function subjects(selector: string): Promise<(string | null)[]> {
    return page.locator(`#graph ${selector}`).evaluateAll((all) => all.map((one) => one.getAttribute('data-subject')));
  }
});

interface Request {
  readonly type: 'request';
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}

function isRequest(message: unknown, name: string): message is Request {
  const isOne = typeof message === 'object' && message !== null && 'type' in message && message.type === 'request';
  return isOne && 'name' in message && message.name === name;
}

/** Bell-shaped, with something odd in each. */
function statistics(): readonly TensorStatistics[] {
  const histogram = Array.from({ length: 32 }, (_, bin) => Math.round(1000 * Math.exp(-(((bin - 15.5) / 6) ** 2))));
  const own = { min: -0.3, max: 0.3, mean: 0.001, std: 0.07, norm: 5, zeros: 3, nans: 1, infinities: 2, histogram };
  return architecture.layers
    .flatMap((layer) => tensorsOf(layer))
    .map(({ name, shape }) => ({ ...own, name, shape, dtype: 'F32', count: elements(shape) }));
}

function filters(): FilterImages {
  const pixels = Uint8Array.from({ length: 64 * 49 * 3 }, (_, at) => {
    const filter = Math.floor(at / 147);
    const [x, y] = [Math.floor(at / 3) % 7, Math.floor(at / 21) % 7];
    return 128 + 120 * Math.sin(filter + x * Math.cos(filter) + y * Math.sin(filter) + (at % 3));
  });
  return { size: 7, count: 64, pixels };
}

function images(label: 0 | 1): TestImages {
  const classes = ['airplane', 'bird'];
  const shown = Array.from({ length: 8 }, (_, index) => ({
    index: index + 8 * label,
    class: classes[label] ?? '',
    pixels: Uint8Array.from({ length: 3072 }, (_, at) => (at * (index + 3)) % 256),
  }));
  return { classes, total: 1000, size: 32, images: shown };
}

function maps(layer: string, channels: number, size: number): FeatureMaps {
  const shown = Array.from({ length: 16 }, (_, channel) => ({
    channel,
    min: -0.123 * channel,
    max: 1.5,
    pixels: Uint8Array.from({ length: size * size }, (_, at) => (at * (channel + 1)) % 256),
  }));
  return { layer, shape: [channels, size, size], maps: shown };
}
