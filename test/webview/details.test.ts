import assert from 'node:assert/strict';
import { receptiveFields } from '../../src/model/receptiveField';
import type { LiveMetrics } from '../../src/protocol/run';
import { detailSections, type DetailSection } from '../../src/webview/architecture/details/detailSections';
import { barsOf } from '../../src/webview/architecture/details/histogram';
import { LiveRecord } from '../../src/webview/architecture/details/liveRecord';
import { sparkPoints } from '../../src/webview/architecture/details/sparkline';
import { wholeNetwork } from '../../src/webview/architecture/details/wholeNetwork';
import { describeNetwork, type Network, type Subject } from '../../src/drawing/graph/network';
import { nextProgress } from '../../src/drawing/graph/runProgress';
import { liveOf, network, snapshotOf, startOf } from './architecturePage';

describe('the details of a subject', () => {
  const imagenet = describeNetwork(network('resnet50', { input: [3, 224, 224], classes: 1000 }));

  it('put the numbers into the formulas of shape and cost', () => {
    const conv = sectionsOf('conv1', imagenet);
    assert.deepEqual(conv.get('shape')?.notes, ['⌊(224 + 2·3 − 7) / 2⌋ + 1 = 112', 'Channels: 64 filters.']);
    assert.deepEqual(conv.get('cost')?.notes, [
      '64·112·112 outputs × 3·7·7 products = 118,013,952',
      '64·112·112 values × 4 bytes = 3,211,264 bytes',
    ]);
    assert.deepEqual(conv.get('field')?.facts, [{ label: 'Of an output value', value: '7×7 pixels, stride 2' }]);
    const pool = sectionsOf('maxpool', imagenet).get('shape')?.notes;
    assert.deepEqual(pool, ['⌊(112 + 2·1 − 3) / 2⌋ + 1 = 56']);
    assert.deepEqual(sectionsOf('flatten', imagenet).get('shape')?.notes, ['2048 · 1 · 1 = 2,048']);
    assert.deepEqual(sectionsOf('fc', imagenet).get('cost')?.notes[0], '2048 inputs × 1000 outputs = 2,048,000');
  });

  it('tell every kind of layer how its shape comes about, and agree with the shape', () => {
    const names = ['resnet18d', 'resnet20-cifar', 'alexnet-2012', 'seresnet50', 'vgg11_bn'];
    const kinds = new Set<string>();
    for (const name of names) {
      const own = describeNetwork(
        network(name, name.startsWith('alex') || name.startsWith('vgg') ? { input: [3, 224, 224] } : {}),
      );
      for (const { name: id, kind } of own.architecture.layers) {
        kinds.add(kind);
        const shape = sectionsOf(id, own).get('shape');
        assert.ok((shape?.notes.length ?? 0) > 0, id);
        const [, height] = own.subjects.get(id)?.output ?? [];
        const [formula = ''] = shape?.notes ?? [];
        if (/[⌊⌈]/.test(formula)) assert.ok(formula.endsWith(` = ${String(height)}`), `${id}: ${formula}`);
      }
    }
    assert.ok(kinds.size >= 13, [...kinds].join());
  });

  it('list tensors that are trained, and statistics apart', () => {
    const norm = sectionsOf('bn1', imagenet);
    assert.deepEqual(norm.get('trainable')?.facts, [{ label: 'weight', value: '64 = 64' }, { label: 'bias', value: '64 = 64' }]); // prettier-ignore
    assert.deepEqual(norm.get('statistics')?.facts.map(({ label }) => label), ['running_mean', 'running_var']); // prettier-ignore
    const block = sectionsOf('layer2.0', imagenet).get('trainable')?.facts ?? [];
    assert.deepEqual([block[0]?.label, block.at(-1)?.label], ['conv1', 'All']);
    const sum = block.slice(0, -1).reduce((total, { value }) => total + Number(value.replaceAll(',', '')), 0);
    assert.equal(sum, imagenet.subjects.get('layer2.0')?.totals.params);
  });

  it('say how parameters start', () => {
    const first = (id: string, of = imagenet): unknown => sectionsOf(id, of).get('first')?.facts.map(({ value }) => value); // prettier-ignore
    assert.deepEqual(first('conv1'), ['normal, σ = 0.0253 = √(2 / fan-out), fan-out 3136']);
    assert.deepEqual(first('bn1'), ['1', '0', '0', '1']);
    assert.deepEqual(first('fc'), Array(2).fill('uniform, ±0.0221 = 1 / √fan-in, fan-in 2048'));
    const alexnet = describeNetwork(network('alexnet-2012', { input: [3, 224, 224] }));
    assert.deepEqual(first('conv1', alexnet), ['normal, σ = 0.01', '0']);
  });

  it('sum up the whole network, with the field of its last convolution', () => {
    const sections = bySection(
      detailSections(wholeNetwork(imagenet), imagenet, receptiveFields(imagenet.architecture)),
    );
    assert.deepEqual(sections.get('trainable')?.facts.map(({ label }) => label), ['stem', 'layer1', 'layer2', 'layer3', 'layer4', 'head', 'All']); // prettier-ignore
    assert.equal(sections.get('trainable')?.facts.at(-1)?.value, '25,557,032');
    assert.match(sections.get('shape')?.notes[0] ?? '', /^conv1: ⌊\(224/);
    assert.equal(sections.get('field')?.facts[0]?.value, 'the whole image');
    assert.match(sections.get('field')?.facts[1]?.value ?? '', /^\d+×\d+ pixels, stride 32$/);
    assert.match(sections.get('first')?.notes[0] ?? '', /^And \d+ more/);
  });

  function sectionsOf(id: string, of: Network): ReadonlyMap<string, DetailSection> {
    return bySection(detailSections(subject(id, of), of, receptiveFields(of.architecture)));
  }
});

describe('small drawings of the details', () => {
  it('draw a curve from edge to edge, over gaps', () => {
    const size = { width: 10, height: 12 };
    assert.equal(sparkPoints([0, 1, 2], size), '0,11 5,6 10,1');
    assert.equal(sparkPoints([0, NaN, 2], size), '0,11 10,1');
    assert.equal(sparkPoints([3, 3], size), '0,11 10,11');
    assert.deepEqual([sparkPoints([], size), sparkPoints([1], size), sparkPoints([NaN, 1], size)], ['', '', '']);
  });

  it('show each bin that is not empty, the fullest over the whole height', () => {
    const bars = barsOf([0, 1, 1_000_000]);
    assert.deepEqual(bars.map(({ height }) => height), [0, 1, 48]); // prettier-ignore
    assert.ok(bars.every(({ x, width }) => x + width <= 256));
  });
});

describe('the record of live numbers', () => {
  const architecture = network('resnet18');
  const of = describeNetwork(architecture);

  it('keeps the whole run in few steps, and forgets another run', () => {
    const record = new LiveRecord();
    const first = nextProgress(undefined, snapshotOf(architecture, 1));
    const at = (step: number): LiveMetrics => liveOf(startOf(architecture), step);
    for (let step = 1; step <= 1000; step++) record.take({ ...first, live: at(step) });
    const block = subject('layer1.0', of);
    const past = record.of(block);
    assert.ok(past.length > 100 && past.length <= 256, String(past.length));
    assert.ok(past.every(({ gradientNorm }) => gradientNorm > 0));
    record.take({ ...first, live: at(1000) });
    assert.equal(record.of(block).length, past.length);
    record.take({ ...first, status: { ...first.status, id: 'another' }, live: at(1) });
    assert.equal(record.of(block).length, 1);
  });

  it('takes in what a run told before, once', () => {
    const record = new LiveRecord();
    const first = nextProgress(undefined, snapshotOf(architecture, 40));
    assert.equal(record.take(first), true, 'what came before is not here');
    const past = [10, 20, 30, 40].map((step) => liveOf(startOf(architecture), step));
    record.fill('another', past);
    assert.equal(record.of(subject('layer1.0', of)).length, 1);
    record.fill(first.status.id, past);
    record.fill(first.status.id, past);
    assert.equal(record.of(subject('layer1.0', of)).length, 4);
    assert.equal(record.take({ ...first, live: liveOf(startOf(architecture), 50) }), false);
  });
});

function bySection(sections: readonly DetailSection[]): ReadonlyMap<string, DetailSection> {
  return new Map(sections.map((section) => [section.name, section]));
}

function subject(id: string, { subjects }: Network): Subject {
  const found = subjects.get(id);
  assert.ok(found !== undefined, id);
  return found;
}
