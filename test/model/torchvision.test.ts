import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { analyze } from '../../src/model/analyze';
import { preset } from '../../src/model/presets';

interface ReferenceLayer {
  readonly name: string;
  readonly type: string;
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly params: number;
  readonly buffers: number;
  readonly macs: number;
}

interface ReferenceNetwork {
  readonly input: readonly number[];
  readonly classes: number;
  readonly params: number;
  readonly macs: number;
  readonly layers: readonly ReferenceLayer[];
}

/** torchvision's leaf modules by the kinds that stand for them; what is missing here is functional in torchvision. */
const types: Readonly<Record<string, string>> = {
  conv2d: 'Conv2d',
  batchNorm2d: 'BatchNorm2d',
  relu: 'ReLU',
  maxPool2d: 'MaxPool2d',
  adaptiveAvgPool2d: 'AdaptiveAvgPool2d',
  linear: 'Linear',
};

const reference = JSON.parse(readFileSync('test/reference/torchvision.json', 'utf8')) as Record<
  string,
  ReferenceNetwork
>;

describe('accounting against torchvision, layer by layer', () => {
  const networks = Object.entries(reference).filter(([name]) => name.startsWith('resnet'));
  assert.equal(networks.length, 4);
  for (const [name, expected] of networks) {
    it(name, () => {
      const built = preset(name.split('@', 1).join(), { input: expected.input, classes: expected.classes });
      assert.ok(built);
      const { layers, totals, problems } = analyze(built);
      const leaves = layers.flatMap(({ layer, input, output, params, buffers, macs }) => {
        const type = types[layer.kind];
        return type === undefined
          ? []
          : [{ name: layer.name.replace(/_\d$/, ''), type, input, output, params, buffers, macs }];
      });
      assert.deepEqual(problems, []);
      assert.deepEqual(leaves, expected.layers);
      assert.equal(totals.params, expected.params);
      assert.equal(totals.macs, expected.macs);
    });
  }
});

describe('published parameter counts', () => {
  const count = (name: string, options = {}): number => {
    const built = preset(name, options);
    assert.ok(built);
    return analyze(built).totals.params;
  };

  it('torchvision: ResNet-101 and ResNet-152', () => {
    assert.equal(count('resnet101'), 44_549_160);
    assert.equal(count('resnet152'), 60_192_808);
  });

  it('He et al. 2015, table 6: 0.27, 0.46, 0.66, 0.85 and 1.7 million', () => {
    const millions = ['20', '32', '44', '56', '110'].map((depth) => count(`resnet${depth}-cifar`) / 1e6);
    assert.deepEqual(
      millions.map((value) => Number(value.toFixed(value > 1 ? 1 : 2))),
      [0.27, 0.46, 0.66, 0.85, 1.7],
    );
  });

  it('ResNet-34 for two classes, without and with a bias on its 3×3 convolutions', () => {
    const example = { input: [3, 32, 32], classes: 2 };
    assert.equal(count('resnet34', example), 21_285_698);
    assert.equal(count('resnet34', { ...example, bias: true }), 21_285_698 + 7_552);
    assert.equal(count('resnet34', { ...example, bias: true }), 21_293_250);
  });

  it('a plain network has the same layers without projections', () => {
    const projections = 64 * 128 + 2 * 128 + 128 * 256 + 2 * 256 + 256 * 512 + 2 * 512;
    assert.equal(count('resnet34') - count('resnet34', { plain: true }), projections);
    assert.equal(count('plain34'), count('resnet34', { plain: true }));
  });

  it('option B of the CIFAR family adds its two projections', () => {
    const projections = 16 * 32 + 2 * 32 + 32 * 64 + 2 * 64;
    assert.equal(count('resnet20-cifar', { shortcut: 'B' }) - count('resnet20-cifar'), projections);
  });
});
