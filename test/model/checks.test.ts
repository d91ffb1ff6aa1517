import assert from 'node:assert/strict';
import { analyze } from '../../src/model/analyze';
import type { Architecture, Layer } from '../../src/model/layer';
import { outline } from '../../src/model/outline';
import { preset } from '../../src/model/presets';

const input: Layer = { name: 'input', kind: 'input', attributes: { shape: [3, 8, 8] }, inputs: [] };
const conv = (changes: Partial<Layer<'conv2d'>['attributes']> = {}): Layer => ({
  name: 'conv1',
  kind: 'conv2d',
  attributes: { inChannels: 3, outChannels: 4, kernel: 3, stride: 1, padding: 0, groups: 1, bias: false, ...changes },
  inputs: ['input'],
});
const network = (...layers: Layer[]): Architecture => ({ name: 'test', input: [3, 8, 8], classes: 2, layers });
const problem = (...layers: Layer[]): string =>
  analyze(network(input, ...layers))
    .problems.map(({ message }) => message)
    .join();

describe('checks of an architecture', () => {
  it('accepts a sound one', () => assert.equal(problem(conv()), ''));

  it('names the layer whose output would be empty', () =>
    assert.match(
      problem(conv({ kernel: 9 })),
      /^Layer "conv1" \(conv2d\): its output would be empty: a 9×9 window over 3×8×8/,
    ));

  it('names a pool whose window is too large for its image, and takes one that is cut at the edge', () => {
    const pool = (kernel: number, stride: number): Layer => ({ name: 'pool', kind: 'avgPool2d', attributes: { kernel, stride }, inputs: ['input'] }); // prettier-ignore
    assert.match(problem(pool(9, 1)), /its output would be empty: a 9×9 window of stride 1 over 3×8×8/);
    assert.equal(problem(pool(9, 2)), '');
    const outputs = [2, 3, 5].map((kernel) => analyze(network(input, pool(kernel, kernel))).layers.at(-1)?.output);
    assert.deepEqual(outputs, [[3, 4, 4], [3, 3, 3], [3, 2, 2]]); // prettier-ignore
  });

  it('names both channel counts', () =>
    assert.match(problem(conv({ inChannels: 5 })), /expects 5 channels but gets 3×8×8/));

  it('names channels that do not fall into groups', () =>
    assert.match(problem(conv({ groups: 2 })), /its 3 and 4 channels do not fall into 2 groups/));

  it('names shapes that cannot be multiplied', () =>
    assert.match(
      problem(conv(), { name: 'product', kind: 'multiply', attributes: {}, inputs: ['conv1', 'input'] }),
      /cannot multiply 4×6×6 and 3×8×8/,
    ));

  it('multiplies no vector into an image', () => {
    const flat: Layer = { name: 'flat', kind: 'flatten', attributes: {}, inputs: ['pool'] };
    const pool: Layer = { name: 'pool', kind: 'adaptiveAvgPool2d', attributes: { output: 1 }, inputs: ['conv1'] };
    const product: Layer = { name: 'product', kind: 'multiply', attributes: {}, inputs: ['conv1', 'flat'] };
    assert.match(problem(conv(), pool, flat, product), /cannot multiply 4×6×6 and 4/);
    assert.equal(problem(conv(), pool, { ...product, inputs: ['conv1', 'pool'] }), '');
  });

  it('names an unknown input', () =>
    assert.match(problem({ ...conv(), inputs: ['nowhere'] }), /"nowhere" is no earlier layer/));

  it('names a repeated layer', () => assert.match(problem(conv(), conv()), /its name is taken/));

  it('names shapes that cannot be added', () =>
    assert.match(
      problem(conv(), { name: 'add', kind: 'add', attributes: {}, inputs: ['conv1', 'input'] }),
      /cannot add 4×6×6 and 3×8×8/,
    ));

  it('keeps the facts of the layers before the first problem', () => {
    const { layers, problems } = analyze(network(input, conv({ kernel: 9 })));
    assert.deepEqual([layers.map(({ layer }) => layer.name), problems.length], [['input'], 1]);
  });

  it('finds the smallest input that ResNet-34 takes', () => {
    const faults = [
      [3, 1, 1],
      [3, 0, 1],
    ].map((shape) => analyze(preset('resnet34', { input: shape }) ?? network()).problems.length);
    assert.deepEqual(faults, [0, 1]);
  });
});

describe('outline', () => {
  it('finds stem, stages, blocks and head of ResNet-34', () => {
    const { stem, stages, head } = outline(preset('resnet34') ?? network());
    assert.deepEqual(stem, ['input', 'conv1', 'bn1', 'relu', 'maxpool']);
    assert.deepEqual(
      stages.map(({ blocks }) => blocks.length),
      [3, 4, 6, 3],
    );
    assert.deepEqual(head, ['avgpool', 'flatten', 'fc']);
  });

  it('tells identity, projection, padded and missing shortcuts apart', () => {
    const types = (name: string, options = {}): string[] =>
      outline(preset(name, options) ?? network()).stages.flatMap(({ blocks }) =>
        blocks.map(({ shortcut }) => shortcut.type),
      );
    assert.deepEqual(types('resnet18').slice(0, 3), ['identity', 'identity', 'projection']);
    assert.equal(types('resnet50')[0], 'projection');
    assert.deepEqual(types('resnet20-cifar').slice(2, 4), ['identity', 'padded']);
    assert.ok(types('plain18').every((type) => type === 'none'));
  });

  it('gives a block its input, branch, addition and what comes after', () => {
    const [block] = outline(preset('resnet34') ?? network()).stages[1]?.blocks ?? [];
    assert.deepEqual(block, {
      name: 'layer2.0',
      input: 'layer1.2.relu_1',
      before: [],
      branch: ['layer2.0.conv1', 'layer2.0.bn1', 'layer2.0.relu', 'layer2.0.conv2', 'layer2.0.bn2'],
      shortcut: { type: 'projection', layers: ['layer2.0.downsample.0', 'layer2.0.downsample.1'] },
      add: 'layer2.0.add',
      after: ['layer2.0.relu_1'],
    });
  });
});
