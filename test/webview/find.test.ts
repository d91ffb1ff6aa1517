import assert from 'node:assert/strict';
import { containersOf } from '../../src/webview/architecture/find/containers';
import { findSubjects } from '../../src/webview/architecture/find/findSubjects';
import { describeNetwork, type Network } from '../../src/drawing/graph/network';
import { network } from './architecturePage';

describe('looking for something in an architecture', () => {
  const resnet34 = describeNetwork(network('resnet34'));
  const imagenet = describeNetwork(network('resnet50', { input: [3, 224, 224], classes: 1000 }));

  it('finds names and kinds, containers before what is in them', () => {
    assert.deepEqual(ids('layer2.0.conv1'), ['layer2.0.conv1']);
    assert.deepEqual(ids('layer2.0').slice(0, 3), ['layer2.0', 'layer2.0.conv1', 'layer2.0.bn1']);
    assert.equal(ids('layer3')[0], 'layer3');
    assert.equal(ids('basic block').length, 16);
    assert.equal(ids('ReLU').length, 33);
    assert.deepEqual(ids('max-pool'), ['stem', 'maxpool']);
    assert.deepEqual(ids('projection shortcut'), [2, 3, 4].flatMap((n) => [`layer${n}.0`, `layer${n}.0.downsample`])); // prettier-ignore
  });

  it('finds kernels, output shapes and attributes', () => {
    assert.equal(ids('3x3').length, 33); // two in each of sixteen blocks, and the max-pool
    assert.deepEqual(ids('7×7'), ['conv1']);
    assert.deepEqual(ids('64×56×56', imagenet), ids('64x56x56', imagenet));
    assert.deepEqual(ids('64x56x56', imagenet).slice(0, 3), ['maxpool', 'layer1.0.conv1', 'layer1.0.bn1']);
    assert.deepEqual(ids('stride 2 conv'), ['conv1', ...[2, 3, 4].flatMap((n) => [`layer${n}.0.conv1`, `layer${n}.0.downsample.0`])]); // prettier-ignore
    assert.deepEqual(ids('kernel 7'), ['conv1']);
  });

  it('compares in either order, with units, and takes several terms together', () => {
    const large = ids('> 1M parameters conv');
    assert.deepEqual(large, ids('conv params > 1M'));
    assert.deepEqual(large, ids('conv params>1,000k'));
    assert.ok(large.length > 0);
    for (const id of large) assert.ok((resnet34.subjects.get(id)?.totals.params ?? 0) > 1e6, id);
    assert.deepEqual(ids('macs > 100M'), []);
    assert.ok(ids('macs > 100M', imagenet).includes('layer1.0'));
    assert.deepEqual(ids('3x3 stride 2 conv channels >= 256'), ['layer3.0.conv1', 'layer4.0.conv1']);
    assert.deepEqual(ids('params < 130 and params >= 128 batch'), ids('params = 128 batch'));
  });

  it('finds nothing for nothing, and says what it cannot read', () => {
    assert.deepEqual([ids(''), ids('  '), ids('no such thing')], [[], [], []]);
    assert.match(fault('weight > 3'), /“weight” is nothing that can be compared: take params, macs, /);
    assert.match(fault('> 1M'), /“> 1M” can’t be compared: write what, how and with which number/);
    assert.match(fault('params >'), /can’t be compared/);
    assert.match(fault('3x5'), /“3x5” is no kernel: they are square here/);
    assert.match(fault('constructor > 1'), /“constructor” is nothing/);
  });

  it('knows what hides what', () => {
    const deep = describeNetwork(network('resnet110-cifar'));
    const around = containersOf(deep);
    const run = around.get('layer2.5.conv1') ?? [];
    assert.deepEqual([run[0], run.at(-1), run.length], ['layer2.5', 'layer2', 3]);
    assert.ok(deep.subjects.has(run[1] ?? ''));
    assert.deepEqual(around.get('conv1'), ['stem']);
    const shallow = containersOf(resnet34);
    assert.deepEqual(shallow.get('layer2.0.conv1'), ['layer2.0', 'layer2']);
  });

  it('looks through the deepest network in a moment', () => {
    const deep = describeNetwork(network('resnet1202-cifar'));
    const began = process.cpuUsage();
    assert.equal(ids('conv 3x3', deep).length, 1201);
    assert.ok(process.cpuUsage(began).user < 500_000);
  });

  function ids(text: string, of: Network = resnet34): readonly string[] {
    const found = findSubjects(text, of);
    assert.ok('ids' in found, 'fault' in found ? found.fault : '');
    return found.ids;
  }

  function fault(text: string): string {
    const found = findSubjects(text, resnet34);
    assert.ok('fault' in found, `${text} has been understood`);
    return found.fault;
  }
});
