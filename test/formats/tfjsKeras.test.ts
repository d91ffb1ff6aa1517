import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ImportedNetwork } from '../../src/formats/graph/importGraph';
import { openTfjs } from '../../src/formats/tfjs/openTfjs';
import { analyze } from '../../src/model/analyze';
import { outline } from '../../src/model/outline';
import { existing } from '../trainer/tensorSamples';

const folder = 'test/fixtures/tfjs';
const open = (name: string): ImportedNetwork => openTfjs(path.join(folder, name));
const uneven =
  '1 layer pads one side more than the other: shown with equal padding; shapes, parameters and MACs are the same.';
const folded = '9 batch norms are folded into the convolutions before: their parameters are not counted.';

/** Blocks in each stage, parameters, buffers and multiply-accumulates. */
function sizes({ architecture }: ImportedNetwork): unknown {
  const { totals, problems } = analyze(architecture);
  assert.deepEqual(problems, []);
  const blocks = outline(architecture).stages.map((stage) => stage.blocks.length);
  return { blocks, params: totals.params, buffers: totals.buffers, macs: totals.macs };
}

function shapesOf({ architecture }: ImportedNetwork): Readonly<Record<string, string>> {
  return Object.fromEntries(analyze(architecture).layers.map(({ layer, output }) => [layer.name, output.join('×')]));
}

describe('TensorFlow.js files by Keras', () => {
  it('ResNet-50 has its blocks and its 25,636,712 numbers', () => {
    const found = open('resnet50.json');
    assert.deepEqual({ unknown: found.unknown, notes: found.notes, problem: found.problem }, { unknown: {}, notes: [], problem: undefined }); // prettier-ignore
    // Keras counts 25,583,592 trainable parameters and 53,120 others; its convolutions have biases.
    assert.deepEqual(sizes(found), { blocks: [3, 4, 6, 3], params: 25_583_592, buffers: 53_120, macs: 3_857_973_248 });
    assert.equal(found.architecture.name, 'resnet50');
    assert.equal(found.architecture.classes, 1_000);
    const names = found.architecture.layers.map(({ name }) => name);
    assert.deepEqual(names.slice(0, 5), ['input', 'conv1_conv', 'conv1_bn', 'conv1_relu', 'pool1_pool']);
    for (const name of ['layer1.0.downsample.0', 'layer3.5.conv3', 'layer4.2.bn3', 'avg_pool', 'predictions'])
      assert.ok(names.includes(name), name);
    const { 'conv1_conv': stem, 'pool1_pool': pool, 'layer4.2.relu_2': last } = shapesOf(found); // prettier-ignore
    assert.deepEqual([stem, pool, last], ['64×112×112', '64×56×56', '2048×7×7']);
  });

  it('a CIFAR network has its blocks, with “same” padding and a batch norm without a scale', () => {
    const found = open('cifar.json');
    const missing =
      '1 batch norm has no scale or no offset in the file: 4 of the parameters counted here are not in it.';
    assert.deepEqual(found.notes, [uneven, missing]);
    assert.deepEqual(found.unknown, {});
    assert.deepEqual(sizes(found), { blocks: [2, 2], params: 2_883, buffers: 120, macs: 1_224_728 });
    const strided = found.architecture.layers.find(({ name }) => name === 'layer2.0.conv1');
    assert.deepEqual(strided?.attributes, { inChannels: 4, outChannels: 8, kernel: 3, stride: 2, padding: 1, groups: 1, bias: false }); // prettier-ignore
  });

  for (const name of ['cifar-graph', 'cifar-fused'])
    it(`${name} is the same network with its batch norms folded`, () => {
      const found = open(`${name}/model.json`);
      assert.deepEqual({ notes: found.notes, unknown: found.unknown }, { notes: [folded, uneven], unknown: {} });
      // Nine batch norms of 4 and 8 channels give their convolutions a bias each; the stem has its own.
      assert.deepEqual(sizes(found), { blocks: [2, 2], params: 2_827, buffers: 8, macs: 1_224_728 });
      assert.equal(found.architecture.layers.at(-1)?.kind, 'linear');
      assert.equal(found.architecture.classes, 3);
      const [, stem, norm] = found.architecture.layers;
      assert.deepEqual([stem?.name, stem?.kind, norm?.kind], ['stem_1', 'conv2d', 'batchNorm2d']);
    });

  it('batch norms of TensorFlow’s own, a pad before a convolution, and a squeeze are known', () => {
    const found = open('fused-norm/model.json');
    assert.deepEqual({ notes: found.notes, unknown: found.unknown }, { notes: [uneven], unknown: {} });
    assert.deepEqual(sizes(found), { blocks: [1], params: 1_083, buffers: 48, macs: 85_016 });
    const names = found.architecture.layers.map(({ name }) => name);
    assert.deepEqual(names.filter((name) => name.includes('downsample')), ['layer1.0.downsample.0', 'layer1.0.downsample.1']); // prettier-ignore
  });

  it('squeeze-and-excitation of dense layers is one of 1×1 convolutions; what is not known is counted', () => {
    const found = open('gated.json');
    assert.deepEqual(found.unknown, { silu: 1 });
    const message = `1 operation can't be shown and is left out: silu (1). The first is behind "layer1.0.relu": silu, as it is not known here.`;
    assert.deepEqual(found.problem, { layer: 'layer1.0.relu', message });
    assert.deepEqual(found.notes, ['The size of the images is free; shapes are those of 3×224×224.', message]);
    assert.deepEqual(found.architecture.layers.map(({ name, kind }) => `${name} ${kind}`), [
      ...['input input', 'conv1 conv2d', 're_lu_5 relu', 'max_pooling2d maxPool2d'],
      ...['layer1.0.conv1 conv2d', 'layer1.0.relu relu', 'layer1.0.avgpool adaptiveAvgPool2d', 'layer1.0.conv2 conv2d'],
      ...['layer1.0.relu_1 relu', 'layer1.0.conv3 conv2d', 'layer1.0.sigmoid sigmoid', 'layer1.0.multiply multiply'],
      ...['layer1.0.add add', 'global_average_pooling2d_2 adaptiveAvgPool2d', 'flatten flatten', 'dropout dropout'],
      'dense_3 linear',
    ]); // prettier-ignore
    const depthwise = found.architecture.layers.find(({ name }) => name === 'layer1.0.conv1');
    assert.deepEqual(depthwise?.attributes, { inChannels: 8, outChannels: 8, kernel: 3, stride: 1, padding: 1, groups: 8, bias: true }); // prettier-ignore
    assert.deepEqual(sizes(found), { blocks: [1], params: 1_385, buffers: 0, macs: 14_977_640 });
  });

  it('layers in a row keep their names', () => {
    const found = open('vgg.json');
    assert.deepEqual({ notes: found.notes, unknown: found.unknown }, { notes: [], unknown: {} });
    assert.deepEqual(sizes(found), { blocks: [], params: 5_571, buffers: 0, macs: 189_470 });
    const kinds = found.architecture.layers.map(({ kind }) => kind);
    assert.deepEqual(kinds, ['input', 'conv2d', 'relu', 'maxPool2d', 'conv2d', 'relu', 'maxPool2d', 'flatten', 'linear', 'relu', 'dropout', 'linear']); // prettier-ignore
  });

  it('a graph whose file of weights is missing says which one', () => {
    const alone = mkdtempSync(path.join(tmpdir(), 'resnet-tfjs-'));
    try {
      copyFileSync(path.join(folder, 'cifar-graph/model.json'), path.join(alone, 'model.json'));
      const found = openTfjs(path.join(alone, 'model.json'));
      assert.deepEqual(found.unknown, { Mean: 1 });
      assert.match(existing(found.problem).message, /Mean, as its sizes lie in group1-shard1of1\.bin, which is to be in the same folder\.$/); // prettier-ignore
      assert.deepEqual(outline(found.architecture).stages.map(({ blocks }) => blocks.length), [2, 2]); // prettier-ignore
    } finally {
      rmSync(alone, { recursive: true });
    }
  });
});
