import assert from 'node:assert/strict';
import ELK from 'elkjs/lib/elk.bundled';
import type { PresetOptions } from '../../src/model/presets';
import { preset } from '../../src/model/presets';
import { buildScene } from '../../src/drawing/graph/buildScene';
import { elkGraph } from '../../src/drawing/graph/elkGraph';
import type { Place } from '../../src/drawing/graph/enginePlaces';
import { sceneLayout } from '../../src/drawing/graph/layoutScene';
import { openAt } from '../../src/drawing/graph/levels';
import { describeNetwork, type Network } from '../../src/drawing/graph/network';
import { placeScene, type PlacedBox, type PlacedEdge, type PlacedScene } from '../../src/drawing/graph/placeScene';
import { estimate } from '../../src/drawing/graph/textWidth';

interface Case {
  readonly name: string;
  readonly options?: PresetOptions;
  /** Opens these cards. */
  readonly opened?: readonly string[];
}

const cases: readonly Case[] = [
  { name: 'resnet18' },
  { name: 'resnet34' },
  { name: 'resnet34', opened: ['stem', 'layer1.0', 'layer2.0', 'layer4.2', 'head'] },
  { name: 'resnet50', opened: ['layer1.0', 'layer3.4'] },
  { name: 'resnet26d', opened: ['stem', 'layer1.0', 'layer2.0'] },
  { name: 'resnet152' },
  { name: 'resnet110-cifar', opened: ['layer2.0'] },
  { name: 'resnet20-cifar', options: { shortcut: 'B' } },
  { name: 'plain34', opened: ['layer2.0'] },
];

describe('the layout of the architecture graph', () => {
  for (const { name, options, opened = [] } of cases) {
    describe([name, ...(options === undefined ? [] : ['B']), ...opened].join(' '), () => {
      let network: Network;
      let scene: PlacedScene;
      before(async () => {
        network = networkOf(name, options);
        scene = await laidOut(network, opened);
      });

      it('has a card for each block, in one column', () => {
        const cards = blocksOf(network).map(({ name: id }) => boxOf(scene, id));
        assert.ok(cards.length > 0);
        for (const card of cards) assert.equal(card.x, cards[0]?.x, card.node.id);
        for (const [index, card] of cards.entries()) {
          const above = cards[index - 1];
          if (above !== undefined)
            assert.ok(card.y > above.y + above.height, `${card.node.id} is not below its predecessor`);
        }
      });

      it('has no overlapping boxes', () => {
        const solid = scene.boxes.filter(({ node }) => !['unit', 'frame', 'run', 'open'].includes(node.look));
        for (const [index, a] of solid.entries())
          for (const b of solid.slice(index + 1)) assert.ok(!overlap(a, b), `${a.node.id} and ${b.node.id} overlap`);
      });

      it('runs the branch straight down', () => {
        const spine = boxOf(scene, 'input').x + boxOf(scene, 'input').spine;
        const flow = scene.edges.filter(({ look }) => look === 'flow');
        assert.ok(flow.length >= blocksOf(network).length);
        for (const { id, points } of flow)
          for (const { x } of points) assert.ok(Math.abs(x - spine) < 0.51, `${id} at ${x}`);
      });

      it('leads each shortcut past its block, outside of the branch', () => {
        const residual = blocksOf(network).filter(({ add }) => add !== undefined);
        for (const { name: id } of residual) {
          const card = boxOf(scene, id);
          const points = shortcutEdges(scene, id).flatMap((edge) => edge.points);
          const beside = points.filter(({ y }) => y >= card.y && y <= card.y + card.height);
          assert.ok(Math.max(...points.map(({ x }) => x)) > card.x + card.width + 10, `${id}: the shortcut hides`);
          for (const { x } of beside) assert.ok(x > card.x + card.width, `${id}: ${x} is inside the card`);
          assert.ok(Math.min(...points.map(({ y }) => y)) < card.y, `${id}: leaves above the card`);
          assert.ok(Math.max(...points.map(({ y }) => y)) > card.y + card.height, `${id}: meets below the card`);
        }
      });

      it('ends each shortcut at the side of its addition', () => {
        for (const { name: id, add } of blocksOf(network)) {
          if (add === undefined) continue;
          const plus = boxOf(scene, add);
          const end = shortcutEdges(scene, id).at(-1)?.points.at(-1);
          assert.equal(end?.x, plus.x + plus.width, id);
        }
      });
    });
  }

  it('draws a plain network without any shortcut', async () => {
    const { edges, boxes } = await laidOut(networkOf('plain34'), []);
    assert.deepEqual([...new Set(edges.map(({ look }) => look))], ['flow']);
    assert.ok(!boxes.some(({ node }) => node.look === 'join' || node.look === 'fork'));
  });

  it('draws a projection as a dashed path through a card with what it is', async () => {
    const scene = await laidOut(networkOf('resnet34'), []);
    const card = boxOf(scene, 'layer2.0.downsample');
    assert.deepEqual(
      card.node.content.rows.map(({ text }) => text),
      ['1×1 conv, stride 2', 'BN · 8.45 k params'],
    );
    assert.deepEqual([...new Set(shortcutEdges(scene, 'layer2.0').map(({ look }) => look))], ['projection']);
  });

  it('draws a pooled projection as one with its pool', async () => {
    const scene = await laidOut(networkOf('resnet18d'), []);
    const card = boxOf(scene, 'layer2.0.downsample');
    assert.deepEqual(
      card.node.content.rows.map(({ text }) => text),
      ['average pool, stride 2', '1×1 conv, stride 1 · BN · 8.45 k params'],
    );
    assert.equal(card.node.look, 'projection');
  });

  it('draws option A as a zero-padded identity', async () => {
    const scene = await laidOut(networkOf('resnet20-cifar'), []);
    assert.equal(boxOf(scene, 'layer2.0.shortcut').node.look, 'padded');
    assert.deepEqual([...new Set(shortcutEdges(scene, 'layer2.0').map(({ look }) => look))], ['padded']);
    assert.deepEqual([...new Set(shortcutEdges(scene, 'layer2.1').map(({ look }) => look))], ['identity']);
  });

  it('asks for each distinct structure once', async () => {
    let asked = 0;
    const deep = networkOf('resnet152');
    const place = counted(() => (asked += 1));
    const layout = sceneLayout(place);
    const show = async (opened: readonly string[]): Promise<number> => {
      asked = 0;
      await layout(buildScene(deep, { opened: new Set([...openAt('blocks', deep), ...opened]), measure: estimate }));
      return asked;
    };
    assert.equal(await show([]), 2, 'two kinds of block; what follows each other needs no layout');
    assert.equal(await show([]), 0);
    assert.equal(await show(['layer3.7']), 1, 'the open block');
    assert.equal(await show(['layer3.8']), 0, 'it is like the other');
    assert.equal(await show([]), 0);
  });

  it('places a chain as ELK does, to half a pixel', async () => {
    const shown = networkOf('resnet34');
    const graph = buildScene(shown, { opened: new Set(openAt('layers', shown)), measure: estimate });
    const laidOut = await sceneLayout((request) => elk.layout(structuredClone(request)))(graph);
    const { width, height, children = [] } = await elk.layout(elkGraph(graph, laidOut.nodes));
    const near = (a: number, b = NaN): boolean => Math.abs(a - b) <= 0.5;
    assert.ok(near(laidOut.width, width) && near(laidOut.height, height));
    assert.equal(laidOut.nodes.length, children.length);
    for (const [index, { x, y }] of laidOut.nodes.entries())
      assert.ok(near(x, children[index]?.x) && near(y, children[index]?.y), String(index));
  });

  it('asks again after a failure', async () => {
    let fail = true;
    const place: Place = (graph) => (fail ? Promise.reject(new Error('refused')) : elk.layout(structuredClone(graph)));
    const layout = sceneLayout(place);
    const small = networkOf('resnet18');
    const scene = buildScene(small, { opened: new Set(openAt('blocks', small)), measure: estimate });
    await assert.rejects(layout(scene), /refused/);
    fail = false;
    assert.ok((await layout(scene)).height > 0);
  });

  it('keeps everything above an opened card where it was', async () => {
    const network = networkOf('resnet34');
    const [closed, open] = [await laidOut(network, []), await laidOut(network, ['layer2.1'])];
    for (const id of ['input', 'stem', 'layer1.2', 'layer2.0', 'layer2.0.downsample']) {
      const [a, b] = [boxOf(closed, id), boxOf(open, id)];
      assert.deepEqual([a.x, a.y], [b.x, b.y], id);
    }
    assert.deepEqual(
      [boxOf(open, 'layer2.1').x, boxOf(open, 'layer2.1').y],
      [boxOf(closed, 'layer2.1').x, boxOf(closed, 'layer2.1').y],
    );
    assert.ok(boxOf(open, 'layer2.2').y > boxOf(closed, 'layer2.2').y);
  });
});

const elk = new ELK();

function counted(count: () => void): Place {
  return (graph) => {
    count();
    return elk.layout(structuredClone(graph));
  };
}

function networkOf(name: string, options: PresetOptions = {}): Network {
  const architecture = preset(name, { input: [3, 32, 32], classes: 2, ...options });
  assert.ok(architecture);
  return describeNetwork(architecture);
}

async function laidOut(network: Network, opened: readonly string[]): Promise<PlacedScene> {
  const graph = buildScene(network, { opened: new Set([...openAt('blocks', network), ...opened]), measure: estimate });
  return placeScene(graph, await sceneLayout((request) => elk.layout(structuredClone(request)))(graph));
}

function blocksOf({ outline }: Network): Network['outline']['stages'][number]['blocks'] {
  return outline.stages.flatMap((stage) => stage.blocks);
}

function boxOf({ boxes }: PlacedScene, id: string): PlacedBox {
  const box = boxes.find(({ node }) => node.id === id);
  assert.ok(box, `there is no box "${id}"`);
  return box;
}

function shortcutEdges({ edges }: PlacedScene, block: string): PlacedEdge[] {
  const found = edges.filter(({ id }) => id.startsWith(`${block}/shortcut`));
  assert.ok(found.length > 0, `${block} has no shortcut`);
  return found;
}

function overlap(a: PlacedBox, b: PlacedBox): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
