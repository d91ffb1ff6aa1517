import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { printColours } from '../../src/drawing/colours';
import { drawNetwork } from '../../src/drawing/graph/drawNetwork';
import { graphSvg } from '../../src/drawing/graph/graphPicture';
import { plainLook } from '../../src/drawing/graph/tintLook';
import { mark } from '../../src/drawing/mark';
import { escaped, markText } from '../../src/drawing/markText';
import { fixturePlans } from '../trainer/fixturePlans';
import { existing } from '../trainer/tensorSamples';
import { network, snapshotOf } from '../webview/architecturePage';
import { hostileLayers, hostileName } from './hostile';

/** One element a line, so that a difference is seen where it is. */
function lines(svg: string): string {
  return `${svg.replaceAll('><', '>\n<')}\n`;
}

/** `UPDATE_GOLDEN=1 npm test -- graphSvg` writes them anew; look at them before you commit it. */
describe('golden pictures', () => {
  const pictures = { resnet18: network('resnet18'), bottleneck: existing(fixturePlans['bottleneck'])('bottleneck') };
  for (const [name, architecture] of Object.entries(pictures))
    it(`${name} is drawn as before, element by element`, async () => {
      const drawn = await drawNetwork(architecture, name);
      const svg = lines(graphSvg({ ...drawn, look: { ...plainLook, metric: 'params' } }, 'print').svg);
      const golden = path.join('test/golden/svg', `${name}.svg`);
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, svg);
      assert.equal(svg, readFileSync(golden, 'utf8'));
    });
});

describe('a graph as SVG', () => {
  it('has every text of every box, and a tip on each that can be asked about', async () => {
    const drawn = await drawNetwork(network('resnet34'), 'a network');
    const { svg } = graphSvg(drawn, 'print');
    const texts = drawn.scene.boxes.flatMap(({ node }) => node.content.rows.flatMap(({ strong, text }) => [strong ?? '', text ?? ''])); // prettier-ignore
    assert.ok(texts.length > 100);
    for (const text of texts) assert.ok(svg.includes(`>${escaped(text)}<`) || text === '', text);
    assert.ok(svg.includes('<title>layer1.0: basic block\nInput 64×8×8'));
    assert.ok(svg.includes('>identity shortcut<') && svg.includes('>projection<'));
  });

  it('needs no style sheet, and has no colour of a page that it is not in', async () => {
    const drawn = await drawNetwork(network('resnet18'), 'a network');
    const print = graphSvg({ ...drawn, look: { ...plainLook, metric: 'macs' } }, 'print').svg;
    assert.doesNotMatch(print, /class=|style|var\(|rgb\(\d+ /);
    assert.match(print, /fill="rgb\(\d+, \d+, \d+\)"/);
    const page = graphSvg({ ...drawn, look: { ...plainLook, metric: 'macs' } }, 'page').svg;
    assert.match(page, /fill="var\(--tint-\d+\)"/);
    assert.doesNotMatch(page, /#[0-9a-f]{6}/);
  });

  it('wears what branch and shortcut carry, and marks where a run’s numbers stop being sound', async () => {
    const architecture = network('resnet34');
    const { status, ...rest } = snapshotOf(architecture, 3);
    const fault = { step: 3, kind: 'exploding', layer: 'layer3.2.conv1', times: 4321 } as const;
    const drawn = await drawNetwork(architecture, 'a network', { ...rest, status: { ...status, fault } });
    const carried = graphSvg({ ...drawn, look: { ...plainLook, metric: 'activationRms' } }, 'print').svg;
    const bands = drawn.scene.edges.filter(({ shortcutOf }) => shortcutOf !== undefined);
    assert.ok(bands.length >= 16);
    assert.equal(carried.split('stroke-width="9"').length - 1, bands.length);
    assert.doesNotMatch(graphSvg(drawn, 'print').svg, /stroke-width="9"/, 'gradients of shortcuts without parameters');
    assert.equal(carried.split(printColours.fault).length - 1, 1);
    assert.match(carried, /<title>layer3\.2: basic block[^<]*\nAt step 3 /);
  });

  it('escapes the names of hostile files', async () => {
    const { svg } = graphSvg(await drawNetwork(hostileLayers, hostileName), 'print');
    assert.doesNotMatch(svg, /<script|\0/);
    assert.ok(svg.split('&lt;script&gt;').length > 20, 'in the texts and tips of the layers');
    assert.ok(svg.includes('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;��'));
  });

  it('writes marks that HTML and XML read alike', () => {
    assert.equal(markText(mark('td', { title: 'a"b' }, ['1 < 2'])), '<td title="a&quot;b">1 &lt; 2</td>');
    assert.equal(markText(mark('meta', { charset: 'utf-8' })), '<meta charset="utf-8">');
    assert.equal(markText(mark('rect', { x: 1 / 3 })), '<rect x="0.33"></rect>');
  });
});
