import assert from 'node:assert/strict';
import { analyze } from '../../src/model/analyze';
import type { Architecture } from '../../src/model/layer';
import { outline } from '../../src/model/outline';
import { preset, presetNames, type PresetOptions } from '../../src/model/presets';
import { existing } from '../trainer/tensorSamples';

/** Parameters as published, exactly. */
const exact: readonly (readonly [name: string, params: number, source: string])[] = [
  ['resnet18', 11_689_512, 'torchvision: ResNet18_Weights.IMAGENET1K_V1, num_params'],
  ['resnet34', 21_797_672, 'torchvision: ResNet34_Weights'],
  ['resnet50', 25_557_032, 'torchvision: ResNet50_Weights'],
  ['resnet101', 44_549_160, 'torchvision: ResNet101_Weights'],
  ['resnet152', 60_192_808, 'torchvision: ResNet152_Weights'],
  ['wide_resnet50_2', 68_883_240, 'torchvision: Wide_ResNet50_2_Weights'],
  ['wide_resnet101_2', 126_886_696, 'torchvision: Wide_ResNet101_2_Weights'],
  ['resnext50_32x4d', 25_028_904, 'torchvision: ResNeXt50_32X4D_Weights'],
  ['resnext101_32x8d', 88_791_336, 'torchvision: ResNeXt101_32X8D_Weights'],
];

/** Parameters in millions as the papers' tables print them. */
const printed: readonly (readonly [name: string, millions: string, source: string])[] = [
  ['resnet20-cifar', '0.27', 'He et al. 2015, Table 6'],
  ['resnet32-cifar', '0.46', 'He et al. 2015, Table 6'],
  ['resnet44-cifar', '0.66', 'He et al. 2015, Table 6'],
  ['resnet56-cifar', '0.85', 'He et al. 2015, Table 6'],
  ['resnet110-cifar', '1.7', 'He et al. 2015, Table 6'],
  ['resnet1202-cifar', '19.4', 'He et al. 2015, Table 6'],
  ['preact-resnet110-cifar', '1.7', 'He et al. 2016, Table 4'],
  ['preact-resnet164-cifar', '1.7', 'He et al. 2016, Table 4'],
];

/** Multiply-adds of one image in 10⁹, as He et al. 2015, Table 1, prints them; its bottlenecks have the stride first. */
const multiplyAdds: readonly (readonly [name: string, billions: string])[] = [
  ['resnet18', '1.8'],
  ['plain18', '1.8'],
  ['resnet34', '3.6'],
  ['plain34', '3.6'],
];

function built(name: string, options: PresetOptions = {}): Architecture {
  return existing(preset(name, options));
}

function params(name: string, options: PresetOptions = {}): number {
  return analyze(built(name, options)).totals.params;
}

describe('the networks of the papers', () => {
  for (const name of presetNames)
    it(`${name} has no fault, and as many scores as classes`, () => {
      const { layers, problems } = analyze(built(name, { classes: 7 }));
      assert.deepEqual(problems, []);
      assert.deepEqual(layers.at(-1)?.output, [7]);
    });

  for (const [name, count, source] of exact)
    it(`${name}: parameters by ${source}`, () => assert.equal(params(name), count));

  for (const [name, millions, source] of printed)
    it(`${name}: ${millions} million parameters by ${source}`, () => {
      const decimals = millions.split('.')[1]?.length ?? 0;
      assert.equal((params(name) / 1e6).toFixed(decimals), millions);
    });

  it('preact-resnet1001-cifar: 10.33 million parameters, as its authors’ own program builds it; their Table 4 prints 10.2', () => {
    assert.equal(params('preact-resnet1001-cifar'), 10_327_706);
  });

  for (const [name, billions] of multiplyAdds)
    it(`${name}: ${billions} · 10⁹ multiply-adds`, () => {
      const { macs } = analyze(built(name)).totals;
      assert.ok(Math.abs(macs / 1e9 - Number(billions)) < 0.1, String(macs));
    });

  it('have as many weighted layers as their names say', () => {
    for (const [name, depth] of [
      ['resnet34', 34],
      ['resnet152', 152],
      ['resnext101_32x8d', 101],
      ['resnet1202-cifar', 1202],
      ['plain56-cifar', 56],
      ['preact-resnet164-cifar', 164],
      ['preact-resnet1001-cifar', 1001],
      ['preact-resnet200', 200],
    ] as const) {
      // prettier-ignore
      const weighted = built(name).layers.filter(
        (layer) => (layer.kind === 'conv2d' || layer.kind === 'linear') && !layer.name.includes('downsample'),
      );
      assert.equal(weighted.length, depth, name);
    }
  });

  it('ResNet-34 for two classes, without and with a bias on its 3×3 convolutions', () => {
    const example = { input: [3, 32, 32], classes: 2 };
    assert.equal(params('resnet34', example), 21_285_698);
    assert.equal(params('resnet34', { ...example, bias: true }), 21_285_698 + 7_552);
  });

  it('plain ones have the same layers without projections', () => {
    const projections = 64 * 128 + 2 * 128 + 128 * 256 + 2 * 256 + 256 * 512 + 2 * 512;
    assert.equal(params('resnet34') - params('resnet34', { plain: true }), projections);
    assert.equal(params('plain34'), params('resnet34', { plain: true }));
  });

  it('of other names are none', () => {
    for (const name of [
      'resnet14',
      'resnet18t',
      'preact-resnet26',
      'resnet21-cifar',
      'plain-cifar',
      'preact-resnet110',
      'preact-resnet21-cifar',
      '34',
    ])
      assert.equal(preset(name), undefined, name);
  });
});

describe('shortcuts', () => {
  const types = (options: PresetOptions): readonly string[] =>
    outline(built('resnet20-cifar', options)).stages.flatMap(({ blocks }) =>
      blocks.map(({ shortcut }) => shortcut.type),
    );

  it('are what their option says, where the shape changes and elsewhere', () => {
    assert.deepEqual(types({ shortcut: 'A' }).slice(2, 4), ['identity', 'padded']);
    assert.deepEqual(types({ shortcut: 'B' }).slice(2, 4), ['identity', 'projection']);
    for (const [shortcut, type] of [
      ['C', 'projection'],
      ['conv', 'projection'],
      ['scaled', 'scaled'],
      ['scaled-both', 'scaled'],
      ['gated', 'gated'],
      ['shortcut-gated', 'gated'],
      ['dropout', 'dropout'],
    ] as const)
      // prettier-ignore
      assert.deepEqual([...new Set(types({ shortcut }))], [type], shortcut);
  });

  it('of option B add two projections', () => {
    const projections = 16 * 32 + 2 * 32 + 32 * 64 + 2 * 64;
    assert.equal(params('resnet20-cifar', { shortcut: 'B' }) - params('resnet20-cifar'), projections);
  });

  it('of option C add a projection and its batch norm to each block', () => {
    const projections = 3 * (16 * 16 + 2 * 16) + 1 * (16 * 32 + 2 * 32) + 2 * (32 * 32 + 2 * 32) + 1 * (32 * 64 + 2 * 64) + 2 * (64 * 64 + 2 * 64); // prettier-ignore
    assert.equal(params('resnet20-cifar', { shortcut: 'C' }) - params('resnet20-cifar'), projections);
  });

  it('with gates have a 1×1 convolution with bias in each block', () => {
    const gates = 3 * 16 * 17 + 32 * 17 + 2 * 32 * 33 + 64 * 33 + 2 * 64 * 65;
    for (const shortcut of ['gated', 'shortcut-gated'] as const)
      assert.equal(params('resnet20-cifar', { shortcut }) - params('resnet20-cifar'), gates);
  });

  it('gated: the layers of a block and what they take', () => {
    const layers = built('resnet20-cifar', { shortcut: 'gated', gateBias: -3 }).layers.filter(({ name }) => name.startsWith('layer1.1.')); // prettier-ignore
    const drawn = layers.slice(5).map(({ name, inputs }) => `${name.replace('layer1.1.', '')} ← ${inputs.map((input) => input.replace('layer1.1.', '')).join(', ')}`); // prettier-ignore
    assert.deepEqual(drawn, [
      'gate ← layer1.0.relu_1',
      'gate_open ← gate',
      'gate_negated ← gate',
      'gate_closed ← gate_negated',
      'gated_branch ← bn2, gate_open',
      'gated_shortcut ← layer1.0.relu_1, gate_closed',
      'add ← gated_branch, gated_shortcut',
      'relu_1 ← add',
    ]);
    const gate = layers.find(({ name }) => name.endsWith('.gate'));
    assert.deepEqual(gate?.attributes, { inChannels: 16, outChannels: 16, kernel: 1, stride: 1, padding: 0, groups: 1, bias: true, initialBias: -3 }); // prettier-ignore
  });
});

describe('orders of activation', () => {
  const kinds = (options: PresetOptions): string => {
    const [, block] = outline(built('resnet20-cifar', options)).stages[0]?.blocks ?? [];
    const words = (names: readonly string[]): string =>
      names.map((name) => name.split('.').at(-1)?.replace(/_?\d/g, '')).join(' ');
    return `${words(existing(block).branch)} | ${words(existing(block).after)}`;
  };

  it('are those of He et al. 2016, Fig. 4', () => {
    assert.equal(kinds({ order: 'original' }), 'conv bn relu conv bn | relu');
    assert.equal(kinds({ order: 'bn-after-add' }), 'conv bn relu conv | bn relu');
    assert.equal(kinds({ order: 'relu-before-add' }), 'conv bn relu conv bn relu | ');
    assert.equal(kinds({ order: 'relu-preact' }), 'relu conv bn relu conv bn | ');
    assert.equal(kinds({ order: 'full-preact' }), 'bn relu conv bn relu conv | ');
  });

  it('all have the same parameters with identity shortcuts', () => {
    for (const order of ['bn-after-add', 'relu-before-add', 'relu-preact', 'full-preact'] as const)
      assert.equal(params('resnet20-cifar', { order }), params('resnet20-cifar'), order);
  });

  it('of full pre-activation activate before both paths where the shape changes, and in a CIFAR network’s first block', () => {
    const shared = (name: string): readonly boolean[] =>
      outline(built(name)).stages.map(({ blocks }) => (blocks[0]?.before.length ?? 0) > 0);
    assert.deepEqual(shared('preact-resnet164-cifar'), [true, true, true]);
    assert.deepEqual(shared('preact-resnet50'), [false, true, true, true]);
  });
});

describe('blocks with more in them', () => {
  it('squeeze-and-excitation stands at the branch’s end, with two convolutions of C·C/r weights and their biases', () => {
    const added = params('resnet20-cifar', { squeeze: 8 }) - params('resnet20-cifar');
    const of = (channels: number): number => 3 * ((2 * channels * channels) / 8 + channels / 8 + channels);
    assert.equal(added, of(16) + of(32) + of(64));
    const [block] = outline(built('resnet20-cifar', { squeeze: 8 })).stages[0]?.blocks ?? [];
    assert.equal(block?.branch.at(-1), 'layer1.0.se.scale');
  });

  it('stochastic depth falls linearly to the last block’s survival', () => {
    const { layers } = built('resnet20-cifar', { survival: 0.5 });
    const survivals = layers.flatMap(({ kind, attributes }) => (kind === 'stochasticDepth' && 'survival' in attributes ? [attributes.survival] : [])); // prettier-ignore
    assert.deepEqual(survivals.map((value) => value.toFixed(4)), Array.from({ length: 9 }, (_, index) => (1 - (index + 1) / 18).toFixed(4))); // prettier-ignore
  });
});
