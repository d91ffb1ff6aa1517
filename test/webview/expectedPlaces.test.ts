import assert from 'node:assert/strict';
import ELK from 'elkjs/lib/elk.bundled';
import { preset, type PresetOptions } from '../../src/model/presets';
import { shortcutOptions } from '../../src/model/shortcuts';
import { buildScene } from '../../src/drawing/graph/buildScene';
import type { CardSizeName } from '../../src/drawing/graph/cardSize';
import type { Meanwhile, Place } from '../../src/drawing/graph/enginePlaces';
import { sceneLayout } from '../../src/drawing/graph/layoutScene';
import { levelNames, openAt, type LevelName } from '../../src/drawing/graph/levels';
import { describeNetwork } from '../../src/drawing/graph/network';
import type { SceneGraph } from '../../src/drawing/graph/scene';
import { estimate } from '../../src/drawing/graph/textWidth';

const elk = new ELK();
const place: Place = (graph) => elk.layout(structuredClone(graph));

interface Case {
  readonly name: string;
  readonly options?: PresetOptions;
}

/** One of each kind of block, stem and shortcut. */
const cases: readonly Case[] = [
  ...['resnet18', 'resnet50', 'resnet26d', 'resnet50t', 'seresnet50', 'preact-resnet50', 'plain18'],
  ...['resnet20-cifar', 'preact-resnet110-cifar', 'vgg11_bn', 'alexnet'],
].map((name) => ({ name }));

const shortcuts: readonly Case[] = shortcutOptions.map((shortcut) => ({
  name: 'resnet20-cifar',
  options: { shortcut },
}));

describe('places that are expected of ELK until it has started', () => {
  for (const { name, options } of [...cases, ...shortcuts])
    it(`are ELK’s own, to the bit, for ${name} ${options?.shortcut ?? ''}`, async () => {
      for (const level of levelNames)
        for (const cardSize of ['equal', 'params'] as const) {
          const graph = sceneOf(name, { level, cardSize, options });
          const told = listener();
          const drawn = await sceneLayout(place, told.meanwhile)(graph);
          assert.deepEqual(drawn, await sceneLayout(place)(graph), level);
          await told.ended();
          assert.deepEqual(told.said, [], level);
        }
    });

  it('are there before ELK is asked', async () => {
    let asked = 0;
    const told = listener({ drawn: new Promise(() => undefined) });
    const layout = sceneLayout((graph) => ((asked += 1), place(graph)), told.meanwhile);
    assert.ok((await layout(sceneOf('resnet152', { level: 'blocks' }))).height > 0);
    assert.ok((await layout(sceneOf('resnet152', { level: 'layers' }))).height > 0);
    assert.equal(asked, 0);
  });

  it('give way to ELK’s', async () => {
    const told = listener();
    const scene = sceneOf('resnet18', { level: 'blocks' });
    const layout = sceneLayout(shifted, told.meanwhile);
    const expected = await layout(scene);
    await told.ended();
    assert.deepEqual([...new Set(told.said)], ['otherwise']);
    const placed = await layout(scene);
    assert.deepEqual(placed, await sceneLayout(shifted)(scene));
    assert.notDeepEqual(placed, expected);
  });

  it('are no more once ELK has answered', async () => {
    const told = listener();
    const layout = sceneLayout(shifted, told.meanwhile);
    await layout(sceneOf('resnet18', { level: 'blocks' }));
    await told.ended();
    const said = told.said.length;
    const other = sceneOf('resnet50', { level: 'layers' });
    assert.deepEqual(await layout(other), await sceneLayout(shifted)(other));
    assert.equal(told.said.length, said);
  });

  it('say why ELK failed', async () => {
    const told = listener();
    const layout = sceneLayout(() => Promise.reject(new Error('refused')), told.meanwhile);
    assert.ok((await layout(sceneOf('resnet18', { level: 'blocks' }))).height > 0);
    await told.ended();
    assert.deepEqual([...new Set(told.said)], ['refused']);
  });
});

/** Whatever ELK says, one pixel to the right. */
async function shifted(graph: Parameters<Place>[0]): ReturnType<Place> {
  const found = await place(graph);
  return { ...found, children: (found.children ?? []).map((child) => ({ ...child, x: (child.x ?? 0) + 1 })) };
}

interface SceneShape {
  readonly level: LevelName;
  readonly cardSize?: CardSizeName;
  readonly options?: PresetOptions | undefined;
}

function sceneOf(name: string, { level, cardSize = 'equal', options }: SceneShape): SceneGraph {
  const architecture = preset(name, { classes: 2, ...options });
  assert.ok(architecture);
  const network = describeNetwork(architecture);
  return buildScene(network, { opened: new Set(openAt(level, network)), measure: estimate, cardSize });
}

function listener({ drawn = Promise.resolve() } = {}) {
  const said: string[] = [];
  const meanwhile: Meanwhile = {
    drawn: () => drawn,
    otherwise: () => said.push('otherwise'),
    failed: (error) => said.push(error instanceof Error ? error.message : String(error)),
  };
  /** ELK answers in tasks of its own; so many of them have passed that it has answered everything. */
  const ended = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { said, meanwhile, ended };
}
