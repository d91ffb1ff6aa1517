import assert from 'node:assert/strict';
import { analyze } from '../../src/model/analyze';
import type { Architecture, Layer } from '../../src/model/layer';
import { memoryOf, type Memory } from '../../src/model/memory';
import { preset } from '../../src/model/presets';
import { receptiveFields } from '../../src/model/receptiveField';
import { existing } from '../trainer/tensorSamples';

const built = (name: string): Architecture => existing(preset(name));

describe('receptive fields', () => {
  const fieldOf = (name: string, layer: string): readonly [size: number, stride: number] => {
    const { size, stride } = existing(receptiveFields(built(name)).get(layer));
    return [size, stride];
  };

  it('are those that go back from one value: r ← s·r + k − s, window by window', () => {
    for (const name of ['resnet50', 'preact-resnet34', 'resnet20-cifar']) {
      const { layers } = built(name);
      const windows = layers.filter(({ name: layer }) => !/downsample|shortcut/.test(layer)).flatMap(({ kind, attributes: a }) => (kind === 'conv2d' || kind === 'maxPool2d') && 'kernel' in a ? [a] : []); // prettier-ignore
      const back = windows.toReversed().reduce((size, { kernel, stride }) => stride * size + kernel - stride, 1);
      const [size] = fieldOf(name, existing(layers.at(-4)).name);
      assert.equal(size, back, name);
    }
  });

  it('add up: ResNet-18 ends at 435 pixels and a stride of 32', () => {
    assert.deepEqual(fieldOf('resnet18', 'conv1'), [7, 2]);
    assert.deepEqual(fieldOf('resnet18', 'maxpool'), [11, 4]);
    assert.deepEqual(fieldOf('resnet18', 'layer1.0.conv2'), [27, 4]);
    assert.deepEqual(fieldOf('resnet18', 'layer2.0.downsample.0'), [43, 8]);
    assert.deepEqual(fieldOf('resnet18', 'layer4.1.conv2'), [435, 32]);
    assert.deepEqual(fieldOf('resnet20-cifar', 'layer3.0.shortcut'), [37, 4]);
  });

  it('of a global pool and what follows are the whole image', () => {
    assert.deepEqual(fieldOf('resnet18', 'fc'), [Infinity, Infinity]);
  });
});

/** Layers with outputs of 4 · 8 · 8 floats: 1,024 bytes. */
const unit = 1024;
const at = (name: string, kind: 'relu' | 'add' | 'sigmoid', ...inputs: readonly string[]): Layer => ({ name, kind, attributes: {}, inputs }); // prettier-ignore
const memory = (...layers: readonly Layer[]): Memory => {
  const input: Layer = { name: 'x', kind: 'input', attributes: { shape: [4, 8, 8] }, inputs: [] };
  return memoryOf(analyze({ name: 'test', input: [4, 8, 8], classes: 1, layers: [input, ...layers] }).layers);
};

describe('memory by liveness', () => {
  it('of a chain in inference is two tensors, and in training all that gradients need, and two gradients', () => {
    const chain = memory(at('a', 'relu', 'x'), at('b', 'sigmoid', 'a'), at('c', 'relu', 'b'));
    assert.equal(chain.inferencePeak, 2 * unit);
    assert.equal(chain.keptForBackward, 3 * unit); // the outputs of a, b and c
    assert.equal(chain.trainingPeak, 5 * unit); // these, and the gradients by c and b
  });

  it('keeps a shortcut’s tensor until the addition', () => {
    const block = memory(at('a', 'relu', 'x'), at('b', 'relu', 'a'), at('c', 'sigmoid', 'b'), at('d', 'add', 'c', 'a'));
    assert.equal(block.inferencePeak, 3 * unit); // a waits while b and c are there, and while c and d are
  });

  it('of an addition needs no tensor for its gradient', () => {
    assert.equal(memory(at('a', 'add', 'x', 'x')).keptForBackward, 0);
  });

  it('grows with depth in training, and not in inference', () => {
    const [shallow, deep] = ['resnet20-cifar', 'resnet110-cifar'].map((name) => memoryOf(analyze(built(name)).layers));
    assert.equal(existing(shallow).inferencePeak, existing(deep).inferencePeak);
    assert.ok(existing(deep).trainingPeak > 5 * existing(shallow).trainingPeak);
  });
});
