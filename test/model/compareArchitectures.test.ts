import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { commonSubsequence } from '../../src/model/commonSubsequence';
import { compareArchitectures, type Comparison, type Difference } from '../../src/model/compareArchitectures';
import type { Architecture } from '../../src/model/layer';
import { preset, type PresetOptions } from '../../src/model/presets';
import { costPhrases, listDifferences, summarise } from '../../src/protocol/comparisonText';

function network(name: string, options: PresetOptions = {}): Architecture {
  const found = preset(name, options);
  assert.ok(found, name);
  return found;
}

function compared(left: string, right: string, options: PresetOptions = {}): Comparison {
  return compareArchitectures(network(left), network(right, options));
}

function layersOf({ stem, stages, head }: Comparison): readonly Difference[] {
  const inBlocks = stages.flatMap(({ blocks }) =>
    blocks.flatMap((block) => [...block.layers, ...block.shortcut.layers]),
  );
  return [...stem, ...inBlocks, ...head];
}

const named = (layers: readonly Difference[], change: string): readonly (string | undefined)[] =>
  layers.filter((layer) => layer.change === change).map(({ left, right }) => left ?? right);

describe('comparing architectures', () => {
  it('finds only the shortcuts and their additions between ResNet-34 and plain-34', () => {
    const comparison = compared('resnet34', 'plain34');
    const layers = layersOf(comparison);
    assert.deepEqual(named(layers, 'changed'), []);
    assert.deepEqual(named(layers, 'added'), []);
    const removed = named(layers, 'removed');
    assert.equal(removed.length, 16 + 3 * 2);
    for (const name of removed) assert.match(name ?? '', /\.(add|downsample\.[01])$/);
    assert.deepEqual(summarise(comparison), ['16 shortcuts removed']);
    assert.deepEqual(costPhrases(comparison.totals), ['parameters −174 k (−0.80 %)', 'MACs −19.3 M (−0.53 %)']);
    const listed = listDifferences(comparison);
    assert.equal(listed.length, 16);
    assert.deepEqual(listed[3], { left: 'layer2.0', right: 'layer2.0', change: 'changed', what: ['shortcut: projection → none'] }); // prettier-ignore
    assert.deepEqual(summarise(compared('plain34', 'resnet34')), ['16 shortcuts added']);
  });

  it('finds the third convolution and the width of ResNet-50’s bottlenecks', () => {
    const comparison = compared('resnet34', 'resnet50');
    const block = comparison.stages[0]?.blocks[1];
    assert.deepEqual(block?.layers.map(({ left, right, what }) => [left, right, what.join('; ')]), [
      ['layer1.1.conv1', 'layer1.1.conv1', '64 → 256 input channels; kernel 3×3 → 1×1; padding 1 → 0'],
      ['layer1.1.bn1', 'layer1.1.bn1', ''],
      ['layer1.1.relu', 'layer1.1.relu', ''],
      ['layer1.1.conv2', 'layer1.1.conv2', ''],
      ['layer1.1.bn2', 'layer1.1.bn2', ''],
      [undefined, 'layer1.1.relu_1', ''],
      [undefined, 'layer1.1.conv3', ''],
      [undefined, 'layer1.1.bn3', ''],
      ['layer1.1.relu_1', 'layer1.1.relu_2', '64 → 256 channels'],
    ]); // prettier-ignore
    assert.deepEqual(comparison.stages[0]?.blocks[0]?.what, ['shortcut: identity → projection']);
    assert.deepEqual(comparison.head.map(({ change }) => change), ['changed', 'changed', 'changed']); // prettier-ignore
    assert.deepEqual(comparison.head.at(-1)?.what, ['512 → 2048 input features']);
  });

  it('finds another order of activation by what the layers read', () => {
    const comparison = compared('resnet34', 'resnet34', { order: 'full-preact' });
    const [, second] = comparison.stages[1]?.blocks ?? [];
    const what = new Map(second?.layers.map(({ right, what: told }) => [right, told]));
    assert.deepEqual(what.get('layer2.1.bn1'), ['input layer2.1.conv1 → layer2.0.add']);
    assert.deepEqual(what.get('layer2.1.conv1'), ['input layer2.0.relu_1 → layer2.1.relu']);
    assert.deepEqual(named(layersOf(comparison), 'added').filter((name) => name?.includes('conv')), []); // prettier-ignore
  });

  it('finds the widths of a wide network, and nothing added or removed', () => {
    const comparison = compared('wide_resnet50_2', 'resnet50');
    const layers = layersOf(comparison);
    assert.deepEqual([...named(layers, 'added'), ...named(layers, 'removed')], []);
    const conv = layers.find(({ left }) => left === 'layer1.0.conv2');
    assert.deepEqual(conv?.what, ['128 → 64 input channels', '128 → 64 channels']);
    assert.equal(named(layers, 'changed').length, 16 * 7);
    assert.deepEqual(summarise(comparison), ['112 layers changed']);
  });

  it('finds the blocks that a deeper network has more', () => {
    const comparison = compared('resnet50', 'resnet101');
    assert.deepEqual(summarise(comparison), ['17 blocks added']);
    assert.deepEqual(listDifferences(comparison).map(({ right }) => right), Array.from({ length: 17 }, (_, index) => `layer3.${index + 6}`)); // prettier-ignore
  });

  it('finds a projection’s layers by what they are where an average pool has pushed them on', () => {
    const shortcut = compared('resnet50', 'resnet50d').stages[1]?.blocks[0]?.shortcut;
    assert.deepEqual(shortcut?.layers.map(({ left, right, what }) => [left, right, ...what]), [
      [undefined, 'layer2.0.downsample.0'],
      ['layer2.0.downsample.0', 'layer2.0.downsample.1', 'stride 2 → 1'],
      ['layer2.0.downsample.1', 'layer2.0.downsample.2'],
      ['layer2.0.add', 'layer2.0.add'],
    ]); // prettier-ignore
  });

  it('aligns the layers of sequences, whose numbers tell nothing', () => {
    const layers = layersOf(compared('vgg11', 'vgg13_bn'));
    assert.equal(named(layers, 'changed').length, 0);
    assert.equal(named(layers, 'removed').length, 0);
    assert.equal(named(layers, 'added').length, 2 * 2 + 10);
  });

  it('tells nothing of an architecture and itself, by whatever name', () => {
    const comparison = compareArchitectures(network('resnet50'), { ...network('resnet50'), name: 'another' });
    assert.ok(layersOf(comparison).every(({ change }) => change === 'same'));
    assert.deepEqual([summarise(comparison), listDifferences(comparison)], [['no differences'], []]);
    assert.deepEqual(costPhrases(comparison.totals), ['parameters the same', 'MACs the same']);
  });

  it('has each layer of both architectures once, and agrees with itself turned round', () => {
    const names = ['resnet18', 'plain18', 'preact-resnet18', 'resnet50d', 'resnet20-cifar', 'vgg11', 'alexnet'];
    for (const left of names)
      for (const right of names) {
        const [there, back] = [layersOf(compared(left, right)), layersOf(compared(right, left))];
        const sorted = (all: readonly (string | undefined)[]): readonly string[] =>
          all.flatMap((name) => name ?? []).sort();
        assert.deepEqual(
          sorted(there.map((layer) => layer.left)),
          sorted(network(left).layers.map(({ name }) => name)),
        );
        assert.deepEqual(
          sorted(there.map((layer) => layer.right)),
          sorted(network(right).layers.map(({ name }) => name)),
        );
        assert.equal(named(there, 'added').length, named(back, 'removed').length, `${left} ${right}`);
      }
  });

  it('compares 1,202 layers in less than 100 ms of the processor', () => {
    const [left, right] = [network('resnet1202-cifar'), network('resnet1202-cifar', { shortcut: 'C' })];
    const times = Array.from({ length: 5 }, () => {
      const before = process.cpuUsage();
      assert.deepEqual(summarise(compareArchitectures(left, right)), ['600 shortcuts changed']);
      return process.cpuUsage(before).user / 1000;
    });
    const [best = Infinity] = times.sort((a, b) => a - b);
    assert.ok(best < 100, `${best.toFixed(0)} ms`);
  });
});

describe('a longest common subsequence', () => {
  const word = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });

  it('is common, in order, and as long as the table of all prefixes says', () => {
    fc.assert(
      fc.property(word, word, (left, right) => {
        const matches = commonSubsequence(left, right);
        for (const [index, [x, y]] of matches.entries()) {
          assert.equal(left[x], right[y]);
          const [beforeX, beforeY] = matches[index - 1] ?? [-1, -1];
          assert.ok(x > beforeX && y > beforeY);
        }
        assert.equal(matches.length, longest(left, right));
      }),
      { numRuns: 1000 },
    );
  });
});

function longest(left: readonly string[], right: readonly string[]): number {
  const [first, ...rest] = left;
  if (first === undefined || right.length === 0) return 0;
  const at = right.indexOf(first);
  const without = longest(rest, right);
  return at < 0 ? without : Math.max(without, 1 + longest(rest, right.slice(at + 1)));
}
