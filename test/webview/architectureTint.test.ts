import assert from 'node:assert/strict';
import { liveRows, numbersOf } from '../../src/webview/architecture/liveNumbers';
import { describeNetwork } from '../../src/webview/architecture/network';
import { luminance, shade } from '../../src/webview/architecture/palette';
import { isActive } from '../../src/webview/isActive';
import { nextProgress, runLine } from '../../src/webview/architecture/runProgress';
import { extent, nextRange, position, roundedRange } from '../../src/webview/architecture/tintScale';
import { Tinting } from '../../src/webview/architecture/tinting';
import { liveOf, network, snapshotOf, startOf } from './architecturePage';

const parts = Array.from({ length: 101 }, (_, index) => index / 100);

describe('the tint', () => {
  it('can be read on everywhere, with a contrast of 4.5 at least', () => {
    for (const ground of ['dark', 'light'] as const)
      for (const part of parts) {
        const { fill, ink } = shade(part, ground);
        assert.ok(contrast(rgb(fill), ink === '#000' ? [0, 0, 0] : [255, 255, 255]) >= 4.5, `${fill} under ${ink}`);
      }
  });

  it('grows lighter all the way on dark themes, and darker on light ones', () => {
    const lightness = (ground: 'dark' | 'light'): number[] =>
      parts.map((part) => luminance(rgb(shade(part, ground).fill)));
    const dark = lightness('dark');
    for (const [index, value] of dark.entries()) if (index > 0) assert.ok(value > (dark[index - 1] ?? 0));
    assert.deepEqual(lightness('light'), [...dark].reverse());
  });

  it('spans positive finite values only', () => {
    assert.deepEqual(extent([NaN, 0, -1, Infinity, 0.2, 3]), { low: 0.2, high: 3 });
    assert.equal(extent([NaN, 0]), undefined);
  });

  it('rounds its ends outwards to 1, 2 and 5, a factor of ten apart at least', () => {
    assert.deepEqual(roundedRange({ low: 0.031, high: 7.3 }), { low: 0.02, high: 10 });
    assert.deepEqual(roundedRange({ low: 3, high: 3 }), { low: 2, high: 20 });
    assert.deepEqual(roundedRange({ low: 1, high: 100 }), { low: 1, high: 100 });
  });

  it('widens at once and narrows slowly', () => {
    const range = nextRange({ low: 1, high: 10 }, { low: 0.5, high: 5 });
    assert.equal(range?.low, 0.5);
    assert.ok(range.high > 9.5 && range.high < 10);
    assert.deepEqual(nextRange({ low: 1, high: 2 }, undefined), { low: 1, high: 2 });
  });

  it('is logarithmic between its ends, and silent on what has no logarithm', () => {
    const range = { low: 0.01, high: 1 };
    assert.equal(position(0.1, range), 0.5);
    assert.deepEqual([position(5, range), position(1e-9, range)], [1, 0]);
    assert.deepEqual(
      [position(0, range), position(NaN, range), position(Infinity, range)],
      [undefined, undefined, undefined],
    );
  });
});

describe('live numbers', () => {
  const architecture = network('resnet18');
  const { subjects } = describeNetwork(architecture);
  const start = startOf(architecture);
  const live = liveOf(start, 7);
  const rows = liveRows(start);
  const existingSubject = (id: string) => {
    const subject = subjects.get(id);
    assert.ok(subject);
    return subject;
  };
  const of = (id: string) => numbersOf(existingSubject(id), live, rows);

  it("give a block the root of the sum of its tensors' squares", () => {
    const own = start.tensors.flatMap((name, row) =>
      name.startsWith('layer2.0.') ? [live.gradientNorm[row] ?? NaN] : [],
    );
    assert.equal(own.length, 3 * 3);
    assert.equal(of('layer2.0').gradientNorm, Math.sqrt(own.reduce((sum, norm) => sum + norm ** 2, 0)));
  });

  it('give a block its RMS values and their ratio, a layer none', () => {
    const row = start.blocks.indexOf('layer2.0');
    const { branchRms, shortcutRms, branchRatio } = of('layer2.0');
    assert.deepEqual([branchRms, shortcutRms], [live.branchRms[row], live.shortcutRms[row]]);
    assert.equal(branchRatio, branchRms / shortcutRms);
    assert.ok(Number.isNaN(of('layer2.0.conv1').branchRatio));
  });

  it('give a ReLU its share of zeros, and nothing else one', () => {
    const row = start.relus.indexOf('layer2.0.relu');
    assert.equal(of('layer2.0.relu').reluZeros, live.reluZeros[row]);
    for (const id of ['layer2.0', 'layer2.0.conv1', 'stem']) assert.ok(Number.isNaN(of(id).reluZeros), id);
    const older = liveRows({ ...start, relus: [] });
    assert.ok(Number.isNaN(numbersOf(existingSubject('layer2.0.relu'), live, older).reluZeros));
  });

  it('are NaN for layers without parameters', () => {
    const { gradientNorm, updateRatio } = of('layer1.0.relu');
    assert.ok(Number.isNaN(gradientNorm) && Number.isNaN(updateRatio));
  });

  it('leave a range calm: its ends hardly change from step to step', () => {
    const described = describeNetwork(architecture);
    const tinting = new Tinting();
    const ends = Array.from({ length: 40 }, (_, step) => {
      const snapshot = { ...snapshotOf(architecture, step + 1), live: liveOf(start, step + 1) };
      tinting.update(described, nextProgress(undefined, snapshot));
      return JSON.stringify(tinting.range('gradientNorm'));
    });
    assert.ok(ends.filter((end, index) => index > 0 && end !== ends[index - 1]).length <= 3, ends.join(' '));
  });

  it('start a new range with a new run', () => {
    const described = describeNetwork(architecture);
    const tinting = new Tinting();
    const before = snapshotOf(architecture, 1);
    tinting.update(
      described,
      nextProgress(undefined, {
        ...before,
        live: { ...live, gradientNorm: live.gradientNorm.map((norm) => norm * 1e6) },
      }),
    );
    const after = { ...before, status: { ...before.status, id: 'run-2' }, live };
    tinting.update(described, nextProgress(undefined, after));
    assert.ok((tinting.range('gradientNorm')?.high ?? Infinity) < 1e3);
  });
});

describe("a run's progress", () => {
  const architecture = network('resnet18');

  it('tells epoch, step and loss while it runs', () => {
    assert.equal(
      runLine(nextProgress(undefined, snapshotOf(architecture, 301))),
      'epoch 2 / 5 · step 301 · loss 0.412',
    );
    assert.equal(
      runLine(nextProgress(undefined, snapshotOf(architecture, 157))),
      'epoch 1 / 5 · step 157 · loss 0.412',
    );
  });

  it('goes on with deltas, and keeps what a delta lacks', () => {
    const first = nextProgress(undefined, snapshotOf(architecture, 300));
    const steps = { ...snapshotOf(architecture, 2).steps, loss: Float32Array.of(0.5, 0.25) };
    const next = nextProgress(first, { status: first.status, from: 300, steps, epochs: [], live: undefined });
    assert.equal(runLine(next), 'epoch 2 / 5 · step 302 · loss 0.25');
    assert.equal(next.live, first.live);
  });

  it("shows the run's own line otherwise", () => {
    assert.equal(runLine(nextProgress(undefined, snapshotOf(architecture, 9, 'failed'))), 'The run is failed.');
    assert.equal(runLine(nextProgress(undefined, snapshotOf(architecture, 0))), 'The run is running.');
    const { status, ...numbers } = snapshotOf(architecture, 9);
    const elsewhere = { ...numbers, status: { ...status, message: 'Elsewhere.', elsewhere: true } };
    assert.equal(runLine(nextProgress(undefined, elsewhere)), 'Elsewhere.');
    assert.equal(isActive(status), true);
    assert.equal(isActive(elsewhere.status), false);
  });
});

function rgb(css: string): [number, number, number] {
  const [red = NaN, green = NaN, blue = NaN] = (css.match(/\d+/g) ?? []).map(Number);
  return [red, green, blue];
}

function contrast(a: [number, number, number], b: [number, number, number]): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}
