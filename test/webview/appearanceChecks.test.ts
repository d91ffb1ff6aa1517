import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { axeFindings, drawingFaultsOf, faultsOf, focusStops } from '../page/appearanceOf';
import { launchChromium } from '../page/launchChromium';

/** A graph of one card, with room for more. */
const graph = (inside: string): string => `<svg id="graph" width="400" height="300">
  <g class="box card" data-subject="one" aria-label="one"><rect class="frame" x="10" y="10" width="150" height="60" fill="#333"/>
  <text class="text" x="20" y="30" fill="#eee"><tspan class="strong">one</tspan></text></g>${inside}</svg>`;

const card = (name: string, x: number): string =>
  `<g class="box card" data-subject="${name}"><rect class="frame" x="${x}" y="10" width="150" height="60" fill="#333"/></g>`;

/** What is spoilt, and what is said of it; nothing is said of the same page without. */
const spoilt: readonly { readonly what: string; readonly html: string; readonly said: RegExp }[] = [
  { what: 'a faint text', html: '<p style="color: #666">faint</p>', said: /^faint, 2\.\d\d: “faint” in p$/ },
  {
    what: 'a text that fades with what it is in',
    html: '<div style="opacity: 0.4"><p>fading</p></div>',
    said: /^faint, \d\.\d\d: “fading” in p$/,
  },
  {
    what: 'a faint text on the shape below it in a drawing',
    html: '<svg width="200" height="50"><rect width="200" height="50" fill="#eee"/><text x="5" y="30" fill="#eee">lost</text></svg>',
    said: /^faint, 1\.00: “lost” in text$/,
  },
  {
    what: 'two texts upon each other',
    html: '<p>below</p><p style="margin-top: -26px">above</p>',
    said: /^overlap: “below” in p and “above” in p$/,
  },
  {
    what: 'a text under a control',
    html: '<p style="margin: 0">some text</p><button style="display: block; margin-top: -16px">Do</button>',
    said: /^overlap: “some text” in p and button$/,
  },
  {
    what: 'a text that is cut without a tip',
    html: '<p style="width: 40px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis">a long sentence</p>',
    said: /^cut by \d+×0 px: “a long sentence” in p$/,
  },
  {
    what: 'a control outside of the window',
    html: '<button style="position: absolute; left: 480px">Away</button>',
    said: /^outside of the window: button$/,
  },
  {
    what: 'a page that is too wide',
    html: '<div style="width: 700px">wide</div>',
    said: /^too wide: the page, by \d+ px$/,
  },
  { what: 'two cards upon each other', html: graph(card('two', 150)), said: /^cards overlap: one and two$/ },
  {
    what: 'a text on the card of another',
    html: graph('<g class="box note"><text class="text" x="140" y="50" fill="#eee">astray</text></g>'),
    said: /^“astray” of box note lies on one$/,
  },
  {
    what: 'a text that is wider than its card',
    html: graph(`<g class="box card" data-subject="two"><rect class="frame" x="200" y="10" width="60" height="30" fill="#333"/>
      <text class="text" x="205" y="30" fill="#eee">much too long</text></g>`),
    said: /^“much too long” of two leaves its card$/,
  },
  {
    what: 'a line through a text',
    html: graph(`<path class="edge" d="M200 140H400" stroke="#555"/>
      <g class="box note"><text class="text" x="220" y="144" fill="#eee">crossed</text></g>`),
    said: /^a line goes through “crossed” of box note$/,
  },
  {
    what: 'a card with another name than it shows',
    html: graph(`<g class="box card" data-subject="two" aria-label="three">
      <text class="text" x="205" y="30" fill="#eee"><tspan class="strong">two</tspan></text></g>`),
    said: /^two shows “two” and is named “three”$/,
  },
];

describe('the checks of how a page looks', function () {
  this.timeout(60_000);
  let browser: Browser;
  let page: Page;

  before(async () => {
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 500, height: 600 } });
  });
  after(() => browser.close());

  const dress = (html: string): Promise<void> =>
    page.setContent(`<!doctype html><html lang="en"><title>Test</title>
      <style>html { background: #1f1f1f } body { color: #ccc; font: 13px sans-serif }</style><main>${html}</main>`);

  it('find nothing on a sound page', async () => {
    await dress(`<h1>Title</h1><p>A <b>bold</b> text and <span title="all of a long sentence" style="display: inline-block;
      width: 40px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis">all of a long sentence</span>.</p>
      <button>Do</button>${graph('')}`);
    assert.deepEqual([...(await faultsOf(page)), ...(await drawingFaultsOf(page))], []);
    assert.deepEqual(await axeFindings(page), []);
  });

  for (const { what, html, said } of spoilt)
    it(`find ${what}`, async () => {
      await dress(`<h1>Title</h1>${html}`);
      const faults = [...(await faultsOf(page)), ...(await drawingFaultsOf(page))];
      assert.ok(faults.some((fault) => said.test(fault)), faults.join('\n') || 'nothing was found'); // prettier-ignore
    });

  it('find an image without a name, by axe-core', async () => {
    await dress('<h1>Title</h1><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">');
    assert.match((await axeFindings(page)).join(), /^image-alt: img/);
  });

  it('find stops of the Tab key on which the focus is not seen, or hardly', async () => {
    await dress(`<style>#none { outline: none } #faint { background: #1f1f1f } #faint:focus { outline: 2px solid #333 }</style>
      <button id="none">None</button><button id="faint">Faint</button><button id="seen">Seen</button>`);
    const { names, complaints } = await focusStops(page);
    assert.deepEqual(names, ['button#none', 'button#faint', 'button#seen']);
    assert.equal(complaints.length, 2);
    assert.equal(complaints[0], 'no focus is seen on button#none');
    assert.match(complaints[1] ?? '', /^the focus on button#faint is faint, 1\.\d\d$/);
  });
});
