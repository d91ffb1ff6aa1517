import assert from 'node:assert/strict';
import ELK from 'elkjs/lib/elk.bundled';
import { compareArchitectures } from '../../src/model/compareArchitectures';
import { preset, type PresetOptions } from '../../src/model/presets';
import { buildScene } from '../../src/drawing/graph/buildScene';
import { sceneLayout } from '../../src/drawing/graph/layoutScene';
import { openAt, type LevelName } from '../../src/drawing/graph/levels';
import { describeNetwork, type Network } from '../../src/drawing/graph/network';
import { placeScene, type PlacedBox, type PlacedScene } from '../../src/drawing/graph/placeScene';
import { estimate } from '../../src/drawing/graph/textWidth';
import { pairScene } from '../../src/webview/comparison/pairScene';
import { partsOf, type Parts } from '../../src/webview/comparison/parts';
import { forBoth, sides, type Both } from '../../src/webview/comparison/side';

interface Case {
  readonly names: Both<string>;
  readonly level: LevelName;
  readonly options?: PresetOptions;
  /** Of the left network's rows so many at least have one that stands for them. */
  readonly rows: number;
}

const cases: readonly Case[] = [
  { names: { left: 'resnet34', right: 'plain34' }, level: 'blocks', rows: 24 },
  { names: { left: 'plain34', right: 'resnet34' }, level: 'layers', rows: 100 },
  { names: { left: 'resnet34', right: 'resnet50' }, level: 'layers', rows: 100 },
  { names: { left: 'resnet20-cifar', right: 'preact-resnet20-cifar' }, level: 'layers', rows: 30 },
  { names: { left: 'resnet20-cifar', right: 'resnet20-cifar' }, options: { shortcut: 'gated' }, level: 'layers', rows: 70 }, // prettier-ignore
  { names: { left: 'resnet50', right: 'resnet152' }, level: 'runs', rows: 12 },
  { names: { left: 'vgg11', right: 'vgg13' }, level: 'layers', rows: 30 },
];

describe('the layout of two networks beside each other', () => {
  for (const { names, level, options, rows } of cases) {
    const title = `${names.left} and ${names.right}${options === undefined ? '' : ` ${JSON.stringify(options)}`}, ${level}`;
    describe(title, () => {
      let parts: Both<Parts>;
      let plain: Both<PlacedScene>;
      let scenes: Both<PlacedScene>;

      before(async () => {
        const architectures = {
          left: architecture(names.left),
          right: architecture(names.right, options),
        };
        const networks = forBoth((side) => describeNetwork(architectures[side]));
        parts = partsOf(compareArchitectures(architectures.left, architectures.right), networks);
        plain = { left: await laidOut(networks.left, level), right: await laidOut(networks.right, level) };
        ({ scenes } = pairScene(plain, parts));
      });

      it('has what stands for each other at one height, unless the order is another', () => {
        const others = new Map(spine(scenes.right).map((box) => [box.node.id, box.y]));
        let [found, last] = [0, -Infinity];
        for (const { node, y } of spine(scenes.left)) {
          const partner = parts.left.get(node.id)?.partners.map((id) => others.get(id)).find((some) => some !== undefined); // prettier-ignore
          if (partner === undefined || partner < last) continue;
          last = partner;
          found++;
          assert.ok(Math.abs(partner - y) < 0.51, `${node.id}: ${y} and ${partner}`);
        }
        assert.ok(found >= rows, `${found} rows`);
      });

      it('leaves what is above each other above each other, and overlaps nothing', () => {
        for (const side of sides) {
          const boxes = scenes[side].boxes.filter(({ node }) => !['unit', 'frame', 'run', 'open'].includes(node.look));
          assert.equal(boxes.length, plain[side].boxes.filter(({ node }) => !['unit', 'frame', 'run', 'open'].includes(node.look)).length); // prettier-ignore
          for (const [index, a] of boxes.entries())
            for (const b of boxes.slice(index + 1)) assert.ok(!overlap(a, b), `${a.node.id} and ${b.node.id} overlap`);
        }
      });

      it('keeps the end of each line at the edge of its box', () => {
        for (const side of sides) {
          const touching = touchingEnds(plain[side]);
          assert.ok(touching.length > 20, `${touching.length} ends`);
          for (const { line, end, box, edge } of touching) {
            const y = scenes[side].edges[line]?.points.at(end)?.y;
            assert.equal(edgeAt(scenes[side].boxes[box], y), edge, `line ${line} at box ${box}`);
          }
        }
      });
    });
  }
});

const elk = new ELK();

function architecture(name: string, options: PresetOptions = {}): NonNullable<ReturnType<typeof preset>> {
  const found = preset(name, options);
  assert.ok(found, name);
  return found;
}

async function laidOut(network: Network, level: LevelName): Promise<PlacedScene> {
  const graph = buildScene(network, { opened: new Set(openAt(level, network)), measure: estimate });
  return placeScene(graph, await sceneLayout((request) => elk.layout(structuredClone(request)))(graph));
}

function spine({ boxes }: PlacedScene): readonly PlacedBox[] {
  const looks = ['terminal', 'frame', 'card', 'open', 'layer', 'join'];
  return boxes.filter(({ node }) => looks.includes(node.look)).sort((a, b) => a.y - b.y);
}

function overlap(a: PlacedBox, b: PlacedBox): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

interface TouchingEnd {
  readonly line: number;
  readonly end: 0 | -1;
  readonly box: number;
  readonly edge: 'top' | 'bottom';
}

/** The ends of lines that are at the height of a box's edge. */
function touchingEnds({ boxes, edges }: PlacedScene): readonly TouchingEnd[] {
  return edges.flatMap(({ points }, line) =>
    ([0, -1] as const).flatMap((end) =>
      boxes.flatMap((placed, box) => {
        const edge = edgeAt(placed, points.at(end)?.y);
        return edge === undefined ? [] : [{ line, end, box, edge }];
      }),
    ),
  );
}

/** Which edge of a box is at a height, if one is. */
function edgeAt(box: PlacedBox | undefined, y: number | undefined): 'top' | 'bottom' | undefined {
  if (box === undefined || y === undefined) return undefined;
  if (Math.abs(box.y - y) < 0.3) return 'top';
  return Math.abs(box.y + box.height - y) < 0.3 ? 'bottom' : undefined;
}
