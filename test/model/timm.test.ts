import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { analyze } from '../../src/model/analyze';
import type { Architecture } from '../../src/model/layer';
import { outline } from '../../src/model/outline';
import { preset } from '../../src/model/presets';
import { timmNames } from '../../src/model/timm';
import { countersOf, specsOf } from '../../src/trainer/eager/stateDict';
import { existing } from '../trainer/tensorSamples';

/** Of `timm.create_model(name)` in timm 1.0.31: the parameters, and the entries of its `state_dict`. */
const built: Readonly<Record<(typeof timmNames)[number], readonly [params: number, entries: number]>> = {
  resnet10t: [5_435_488, 86],
  resnet14t: [10_081_632, 116],
  resnet18d: [11_708_744, 134],
  resnet26: [15_995_176, 176],
  resnet26d: [16_014_408, 188],
  resnet26t: [16_011_872, 188],
  resnet34d: [21_816_904, 230],
  resnet50c: [25_576_264, 332],
  resnet50d: [25_576_264, 332],
  resnet50s: [25_680_808, 332],
  resnet50t: [25_573_728, 332],
  resnet101c: [44_568_392, 638],
  resnet101d: [44_568_392, 638],
  resnet101s: [44_672_936, 638],
  resnet152c: [60_212_040, 944],
  resnet152d: [60_212_040, 944],
  resnet152s: [60_316_584, 944],
  resnet200: [64_673_832, 1220],
  resnet200d: [64_693_064, 1232],
  seresnet50: [28_088_024, 384],
  seresnet50t: [28_104_720, 396],
  seresnet101: [49_326_872, 758],
  seresnet152: [66_821_848, 1132],
  seresnet152d: [66_841_080, 1144],
  seresnet200d: [71_855_096, 1496],
  seresnet269d: [113_672_760, 2002],
};

/** Millions of parameters as timm's results/results-imagenet.csv prints them, in its column param_count. */
const printed: Readonly<Record<string, string>> = {
  resnet10t: '5.44',
  resnet14t: '10.08',
  resnet18d: '11.71',
  resnet26: '16.00',
  resnet26d: '16.01',
  resnet26t: '16.01',
  resnet34d: '21.82',
  resnet50c: '25.58',
  resnet50d: '25.58',
  resnet50s: '25.68',
  resnet101c: '44.57',
  resnet101d: '44.57',
  resnet101s: '44.67',
  resnet152c: '60.21',
  resnet152d: '60.21',
  resnet152s: '60.32',
  resnet200d: '64.69',
  seresnet50: '28.09',
  seresnet152d: '66.84',
};

/** Of the PyTorch networks of test/fixtures/networks.py. */
const ofFixtures = JSON.parse(readFileSync('test/fixtures/timm.json', 'utf8')) as Readonly<
  Record<string, { readonly parameters: number; readonly tensors: number }>
>;

const architectureOf = (name: string): Architecture => existing(preset(name));
const paramsOf = (name: string): number => analyze(architectureOf(name)).totals.params;
const entriesOf = (name: string): number => {
  const architecture = architectureOf(name);
  return specsOf(architecture).length + countersOf(architecture).length;
};

describe('timm’s networks', () => {
  for (const [name, [params, entries]] of Object.entries(built))
    it(`${name}: ${params} parameters, ${entries} entries of a state_dict`, () => {
      assert.deepEqual([paramsOf(name), entriesOf(name)], [params, entries]);
    });

  for (const [name, { parameters, tensors }] of Object.entries(ofFixtures))
    it(`${name} has as many as PyTorch’s modules`, () => {
      assert.deepEqual([paramsOf(name), entriesOf(name)], [parameters, tensors]);
    });

  it('have a row in the fixtures unless they squeeze', () => {
    assert.deepEqual(
      Object.keys(ofFixtures),
      timmNames.filter((name) => !name.startsWith('se')),
    );
  });

  for (const [name, millions] of Object.entries(printed))
    it(`${name}: ${millions} million parameters in timm’s table`, () =>
      assert.equal((paramsOf(name) / 1e6).toFixed(2), millions));
});

describe('what a letter stands for', () => {
  it('c: three convolutions in the stem, of which the first has the stride', () => {
    const stem = architectureOf('resnet50c').layers.filter(({ name }) => /^(conv1|bn1|relu|maxpool)/.test(name));
    const widths = stem.map(({ name, kind, attributes }) =>
      kind === 'conv2d' && 'outChannels' in attributes && 'stride' in attributes
        ? `${name}: ${attributes.outChannels}/${attributes.stride}`
        : `${name}: ${kind}`,
    );
    assert.deepEqual(widths, [
      ...['conv1.0: 32/2', 'conv1.1: batchNorm2d', 'conv1.2: relu', 'conv1.3: 32/1', 'conv1.4: batchNorm2d'],
      ...['conv1.5: relu', 'conv1.6: 64/1', 'bn1: batchNorm2d', 'relu: relu', 'maxpool: maxPool2d'],
    ]);
  });

  const stemWidths = (name: string): readonly number[] =>
    architectureOf(name).layers.flatMap(({ name: layer, attributes }) =>
      /^conv1\.[036]$/.test(layer) && 'outChannels' in attributes ? [attributes.outChannels] : [],
    );

  it('d, s and t: other widths of it', () => {
    assert.deepEqual(['resnet18d', 'resnet50s', 'resnet10t'].map(stemWidths), [[32, 32, 64], [64, 64, 128], [24, 32, 64]]); // prettier-ignore
  });

  it('d and t: a pool before the projection where the stride is 2, and no stride in it', () => {
    const [first, second] = ['layer1.0', 'layer2.0'].map(
      (name) =>
      outline(architectureOf('resnet50d')).stages.flatMap(({ blocks }) => blocks).find((block) => block.name === name), // prettier-ignore
    );
    const layers = ['avgPool2d', 'conv2d', 'batchNorm2d'];
    const shortcut = existing(second).shortcut.layers.map((name) => architectureOf('resnet50d').layers.find((layer) => layer.name === name)); // prettier-ignore
    assert.deepEqual(shortcut.map((layer) => layer?.kind), layers); // prettier-ignore
    assert.deepEqual(shortcut[0]?.attributes, { kernel: 2, stride: 2 });
    assert.deepEqual(existing(second).shortcut.layers, ['0', '1', '2'].map((at) => `layer2.0.downsample.${at}`)); // prettier-ignore
    assert.deepEqual(existing(first).shortcut, { type: 'projection', layers: ['layer1.0.downsample.1', 'layer1.0.downsample.2'] }); // prettier-ignore
  });
});
