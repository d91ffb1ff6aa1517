import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Shape } from '../../src/model/layer';
import { preset, presetNames, type PresetOptions } from '../../src/model/presets';
import { recognise, type TensorShapes } from '../../src/model/recognise';
import { tensorsOf } from '../../src/model/tensorRules';
import { existing } from '../trainer/tensorSamples';

function tensorsFor(model: string, options: PresetOptions = {}): Map<string, Shape> {
  const { layers } = existing(preset(model, options));
  return new Map(layers.flatMap((layer) => tensorsOf(layer)).map(({ name, shape }) => [name, shape]));
}

const first = (tensors: TensorShapes): readonly unknown[] => {
  const { candidates } = recognise(tensors);
  return [candidates[0]?.model, candidates[0]?.options, candidates[0]?.architecture.classes];
};

const reason = (tensors: TensorShapes): string => {
  const found = recognise(tensors);
  return 'reason' in found ? found.reason : `recognised as ${found.candidates[0].model}`;
};

describe('recognising a network by its tensors', () => {
  for (const model of presetNames)
    it(`${model}, among those that have the same tensors`, () => {
      const { candidates } = recognise(tensorsFor(model, { classes: 7 }));
      assert.ok(candidates.some((one) => one.model === model && Object.keys(one.options).length === 0));
      for (const { architecture } of candidates) {
        const names = architecture.layers.flatMap((layer) => tensorsOf(layer)).map(({ name }) => name);
        assert.deepEqual(new Set(names), new Set(tensorsFor(model).keys()));
        assert.equal(architecture.classes, 7);
      }
    });

  it('with its variant, where tensors tell it', () => {
    assert.deepEqual(first(tensorsFor('resnet20-cifar', { shortcut: 'B', classes: 3 })), ['resnet20-cifar', { shortcut: 'B' }, 3]); // prettier-ignore
    assert.deepEqual(first(tensorsFor('resnet32-cifar', { shortcut: 'C' })), ['resnet32-cifar', { shortcut: 'C' }, 10]);
    assert.deepEqual(first(tensorsFor('resnet34', { bias: true })), ['resnet34', { bias: true }, 1000]);
    assert.deepEqual(first(tensorsFor('resnet18', { squeeze: 16 })), ['resnet18', { squeeze: 16 }, 1000]);
    assert.deepEqual(first(tensorsFor('resnet56-cifar', { shortcut: 'gated' })), ['resnet56-cifar', { shortcut: 'gated' }, 10]); // prettier-ignore
  });

  it('as PyTorch saves it, counters included', () => {
    const { resnet34 } = JSON.parse(readFileSync('test/fixtures/resnet34-cifar2.json', 'utf8')) as {
      resnet34: { stateDict: Readonly<Record<string, readonly [dtype: string, shape: Shape]>> }; // as make_fixtures.py writes it
    };
    const tensors = new Map(Object.entries(resnet34.stateDict).map(([name, [, shape]]) => [name, shape]));
    assert.ok([...tensors.keys()].some((name) => name.endsWith('num_batches_tracked')));
    assert.deepEqual(first(tensors), ['resnet34', {}, 2]);
  });

  it('of one input channel', () => {
    const grey = tensorsFor('resnet18', { input: [1, 64, 64] });
    assert.deepEqual(recognise(grey).candidates[0]?.architecture.input, [1, 224, 224]);
  });

  it('says what does not fit the nearest one', () => {
    const wide = tensorsFor('resnet34').set('layer1.0.conv1.weight', [32, 64, 3, 3]);
    assert.equal(
      reason(wide),
      'the nearest is resnet34, but layer1.0.conv1.weight is 32×64×3×3 there and 64×64×3×3 in it',
    );
    const more = tensorsFor('resnet34').set('layer1.0.extra', [1]);
    assert.equal(reason(more), 'the nearest is resnet34, but it has no "layer1.0.extra"');
    const less = tensorsFor('resnet34');
    less.delete('layer4.2.bn2.bias');
    assert.equal(reason(less), 'the nearest is resnet34, but layer4.2.bn2.bias is missing');
  });

  it('says so of a file of another kind', () => {
    assert.match(
      reason(new Map([['transformer.wte.weight', [50_257, 768]]])),
      /^none of its 1 tensors is named .*"transformer\.wte\.weight"/,
    );
    assert.match(reason(new Map()), /^none of its 0 tensors/);
  });
});
