import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ELK from 'elkjs/lib/elk.bundled';
import { alikeOf } from '../../src/webview/architecture/alike';
import { buildScene } from '../../src/drawing/graph/buildScene';
import { heightFactor, mostHeight, type CardSizeName } from '../../src/drawing/graph/cardSize';
import { factsOf, liveFacts } from '../../src/drawing/graph/hoverFacts';
import { movement } from '../../src/webview/architecture/interpolate';
import { sceneLayout } from '../../src/drawing/graph/layoutScene';
import { firstLevel, openAt, type LevelName } from '../../src/drawing/graph/levels';
import { liveRows, numbersOf } from '../../src/drawing/graph/liveNumbers';
import { describeNetwork, type Network, type Subject } from '../../src/drawing/graph/network';
import { placeScene, type PlacedScene } from '../../src/drawing/graph/placeScene';
import { folds } from '../../src/drawing/graph/runs';
import { estimate } from '../../src/drawing/graph/textWidth';
import { boxOf, traceOf } from '../../src/webview/architecture/trace';
import { traceSentence } from '../../src/webview/architecture/traceSentence';
import { liveOf, network, startOf } from './architecturePage';

const imageNet = { input: [3, 224, 224], classes: 1000 } as const;

const of = (name: string): Network => describeNetwork(network(name, /vgg|alexnet/.test(name) ? imageNet : {}));

describe('runs of identical blocks', () => {
  it('are of blocks with the same layers, attributes and shapes, three at least to fold', () => {
    assert.deepEqual(foldedRuns(of('resnet34')), ['layer1.0…layer1.2', 'layer2.1…layer2.3', 'layer3.1…layer3.5']);
    assert.deepEqual(foldedRuns(of('resnet152')), ['layer2.1…layer2.7', 'layer3.1…layer3.35']);
    const dropped = describeNetwork(network('resnet20-cifar', { survival: 0.5 }));
    assert.deepEqual(foldedRuns(dropped), [], 'each block has a probability of its own');
  });

  it('tell the numbers of all their blocks', () => {
    const deep = of('resnet152');
    const run = subject(deep, 'layer3.1…layer3.35');
    const one = subject(deep, 'layer3.7');
    assert.equal(run.type, 'group');
    assert.equal(run.kind, '35 × bottleneck');
    assert.equal(run.totals.params, 35 * one.totals.params);
    assert.equal(run.totals.macs, 35 * one.totals.macs);
    const { facts } = factsOf(run, deep);
    assert.equal(facts.find(({ label }) => label === 'Blocks')?.value, '35');
  });

  it('have the RMS over their blocks, and the median and range of their ratios', () => {
    const deep = of('resnet152');
    const start = startOf(deep.architecture);
    const [live, rows] = [liveOf(start, 3), liveRows(start)];
    const numbers = numbersOf(subject(deep, 'layer2.1…layer2.7'), live, rows);
    const each = [1, 2, 3, 4, 5, 6, 7].map((index) => numbersOf(subject(deep, `layer2.${index}`), live, rows));
    const norm = Math.hypot(...each.map(({ gradientNorm }) => gradientNorm)) / Math.sqrt(7);
    const ratios = each.map(({ branchRatio }) => branchRatio).sort((a, b) => a - b);
    assert.ok(Math.abs(numbers.gradientNorm - norm) < 1e-6 * norm);
    assert.equal(numbers.branchRatio, ratios[3]);
    assert.deepEqual(numbers.branchRatios, [ratios[0], ratios[6]]);
    const labels = liveFacts(subject(deep, 'layer2.1…layer2.7'), numbers).map(({ label }) => label);
    assert.deepEqual(labels.slice(2), [
      'RMS of F(x)',
      'RMS of shortcut',
      '|F(x)| ÷ |x|, median',
      'over 7 blocks',
      'Zeros after ReLU',
    ]);
    const plain = describeNetwork(network('plain34'));
    const plainLabels = liveFacts(subject(plain, 'layer1'), undefined).map(({ label }) => label);
    assert.ok(
      plainLabels.length > 0 && plainLabels.every((label) => !label.includes('|x|')),
      'without shortcuts there is no ratio',
    );
  });

  it('and their blocks are alike', () => {
    const deep = of('resnet152');
    assert.deepEqual(alikeOf('layer4.1', deep), ['layer4.1…layer4.2', 'layer4.2']);
    assert.equal(alikeOf('layer3.7', deep).length, 35);
    assert.ok(alikeOf('layer3.1…layer3.35', deep).includes('layer3.1'));
    assert.deepEqual(alikeOf('conv1', deep), []);
  });
});

describe('the level that a network opens to', () => {
  it('depends on its depth', () => {
    const names = ['resnet34', 'resnet50', 'resnet101', 'resnet152', 'resnet1202-cifar', 'vgg16', 'alexnet'];
    const levels = names.map((name) => firstLevel(of(name)));
    assert.deepEqual(levels, ['blocks', 'blocks', 'runs', 'runs', 'runs', 'layers', 'layers']);
  });

  it('shows more from one to the next', async () => {
    const counts: number[] = [];
    const levels: readonly LevelName[] = ['stages', 'runs', 'blocks', 'layers'];
    for (const level of levels) counts.push((await sceneOf(of('resnet152'), { level })).boxes.length);
    assert.deepEqual(
      counts,
      [...counts].sort((a, b) => a - b),
    );
    assert.equal(counts[0], 2 + 4 + 2, 'input, stem, four stages, head, logits');
    assert.ok((counts[3] ?? 0) > 500);
  });
});

/** `UPDATE_GOLDEN=1 npm test -- architectureFolds` writes them anew; look at the difference before you commit it. */
describe('golden scenes', () => {
  const scenes: readonly (readonly [name: string, cardSize: CardSizeName])[] = [
    ['resnet152', 'equal'],
    ['resnet1202-cifar', 'equal'],
    ['preact-resnet1001-cifar', 'params'],
    ['vgg16', 'params'],
    ['vgg16', 'activationBytes'],
    ['alexnet', 'params'],
  ];
  for (const [name, cardSize] of scenes)
    it(`${name}, ${cardSize}`, async () => {
      const shown = of(name);
      const text = `${linesOf(await sceneOf(shown, { level: firstLevel(shown), cardSize })).join('\n')}\n`;
      const golden = path.join('test/golden/scenes', `${name}@${cardSize}.txt`);
      mkdirSync(path.dirname(golden), { recursive: true });
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, text);
      assert.equal(text, readFileSync(golden, 'utf8'));
    });
});

describe('the size of cards', () => {
  it('is one to eight times the least, by the share of the largest', () => {
    const vgg = of('vgg16');
    const factor = heightFactor(vgg, 'activationBytes');
    assert.equal(factor(subject(vgg, 'features.0')), mostHeight);
    assert.ok(factor(subject(vgg, 'features.28')) < 1.3);
    const alexnet = of('alexnet');
    assert.equal(heightFactor(alexnet, 'params')(subject(alexnet, 'classifier.1')), mostHeight);
    assert.equal(heightFactor(alexnet, 'equal')(subject(alexnet, 'classifier.1')), 1);
  });

  it('is cut for runs and stages, which are sums', () => {
    const deep = of('resnet152');
    assert.equal(heightFactor(deep, 'params')(subject(deep, 'layer3')), mostHeight);
  });
});

describe('a trace', () => {
  it('of a block leads along branch and shortcut, from the addition before to what comes after', async () => {
    const resnet = of('resnet34');
    const trace = traceOf('layer2.1', await sceneOf(resnet, { level: 'blocks' }));
    assert.ok(trace);
    assert.deepEqual([...trace.sources], ['layer2.0.add']);
    assert.deepEqual([...trace.targets].sort(), ['layer2.2', 'layer2.2.add']);
    assert.ok(trace.edges.has('layer2.1/shortcut'));
    assert.match(
      traceSentence(subject(resnet, 'layer2.1'), trace, resnet),
      /^layer2\.1: input from layer2\.0\.add, output to .+\. The gradient returns by two paths: through the branch’s \d layers, and unchanged along the identity shortcut\.$/,
    );
  });

  it('crosses the frames of stages', async () => {
    const trace = traceOf('layer2.0', await sceneOf(of('resnet34'), { level: 'blocks' }));
    assert.deepEqual([...(trace?.sources ?? [])], ['layer1.2.add']);
    assert.ok(trace?.edges.has('layer2/in') && trace.edges.has('layer1/out'));
  });

  it('of an addition comes from both paths, of a layer from the one before', async () => {
    const scene = await sceneOf(of('resnet34'), { level: 'layers' });
    assert.deepEqual([...(traceOf('layer1.1.conv2', scene)?.sources ?? [])], ['layer1.1.relu']);
    assert.deepEqual([...(traceOf('layer1.1.add', scene)?.sources ?? [])].sort(), ['layer1.0.relu_1', 'layer1.1.bn2']);
    assert.equal(traceOf('layer9.1', scene), undefined);
  });
});

describe('the way from one layout to another', () => {
  it('begins where things were, moved by what has to stay still, and ends where they are', async () => {
    const resnet = of('resnet34');
    const [before, after] = [await sceneOf(resnet, { level: 'blocks' }), await sceneOf(resnet, { level: 'layers' })];
    const y = (scene: PlacedScene): number => boxOf('layer3.1.add', scene)?.y ?? NaN;
    const by = { x: 0, y: y(after) - y(before) };
    const way = movement(before, after, by);
    assert.equal(y(way(0)), y(after));
    assert.equal(y(way(0.5)), y(after));
    assert.deepEqual(way(1), after);
  });

  it('draws additions at once as high as they stay, since what is behind them is drawn once', async () => {
    const resnet = of('resnet34');
    const [before, after] = [await sceneOf(resnet, { level: 'layers' }), await sceneOf(resnet, { level: 'blocks' })];
    const heights = ({ boxes }: PlacedScene): readonly number[] =>
      boxes.filter(({ node }) => node.look === 'join').map(({ height }) => height);
    assert.notDeepEqual(heights(before), heights(after), 'their ReLU is a layer of its own where layers are open');
    assert.deepEqual(heights(movement(before, after, { x: 0, y: 0 })(0.1)), heights(after));
  });
});

const elk = new ELK();

interface Options {
  readonly level: LevelName;
  readonly cardSize?: CardSizeName;
}

async function sceneOf(shown: Network, { level, cardSize = 'equal' }: Options): Promise<PlacedScene> {
  const graph = buildScene(shown, { opened: new Set(openAt(level, shown)), measure: estimate, cardSize });
  return placeScene(graph, await sceneLayout((request) => elk.layout(structuredClone(request)))(graph));
}

function linesOf({ boxes, edges }: PlacedScene): string[] {
  const rounded = (...numbers: readonly number[]): string => numbers.map((value) => Math.round(value)).join(' ');
  return [
    ...boxes.map(({ node, x, y, width, height }) => {
      const rows = node.content.rows.map(({ strong = '', text = '' }) => `${strong} ${text}`.trim());
      return `${node.look} ${node.id} [${rounded(x, y, width, height)}] ${rows.join(' | ')}`.trimEnd();
    }),
    ...edges.map(({ look, id, points }) => `${look} ${id} ${points.map(({ x, y }) => rounded(x, y)).join(', ')}`),
  ];
}

function foldedRuns({ runs }: Network): string[] {
  return [...runs.values()].flatMap((some) => some.filter(folds).map(({ id }) => id));
}

function subject({ subjects }: Network, id: string): Subject {
  const found = subjects.get(id);
  assert.ok(found, `there is no subject "${id}"`);
  return found;
}
