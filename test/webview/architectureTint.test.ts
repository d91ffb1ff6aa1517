import assert from 'node:assert/strict';
import { liveRows, numbersOf } from '../../src/drawing/graph/liveNumbers';
import { describeNetwork } from '../../src/drawing/graph/network';
import { luminance, shade } from '../../src/drawing/graph/palette';
import { isActive } from '../../src/protocol/isActive';
import { nextProgress, runLine } from '../../src/drawing/graph/runProgress';
import { readSavedState } from '../../src/webview/architecture/savedState';
import { plainLook, scaleWords, shownRange, withScale } from '../../src/drawing/graph/tintLook';
import { extent, nextRange, tintScales } from '../../src/drawing/graph/tintScale';
import { Tinting } from '../../src/drawing/graph/tinting';
import { liveOf, network, snapshotOf, startOf } from './architecturePage';

const { log, linear } = tintScales;
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
    assert.deepEqual(log.rounded({ low: 0.031, high: 7.3 }), { low: 0.02, high: 10 });
    assert.deepEqual(log.rounded({ low: 3, high: 3 }), { low: 2, high: 20 });
    assert.deepEqual(log.rounded({ low: 1, high: 100 }), { low: 1, high: 100 });
  });

  it('widens at once and narrows slowly', () => {
    const range = nextRange({ low: 1, high: 10 }, { low: 0.5, high: 5 });
    assert.equal(range?.low, 0.5);
    assert.ok(range.high > 9.5 && range.high < 10);
    assert.deepEqual(nextRange({ low: 1, high: 2 }, undefined), { low: 1, high: 2 });
  });

  it('is logarithmic between its ends, and silent on what has no logarithm', () => {
    const range = { low: 0.01, high: 1 };
    assert.equal(log.position(0.1, range), 0.5);
    assert.deepEqual([log.position(5, range), log.position(1e-9, range)], [1, 0]);
    assert.deepEqual(
      [log.position(0, range), log.position(NaN, range), log.position(Infinity, range)],
      [undefined, undefined, undefined],
    );
  });
});

describe('the scale of the tint', () => {
  const linearLook = withScale(plainLook, { kind: 'linear' });

  it('is linear from 0 to a round number, 0 included', () => {
    const range = linear.rounded({ low: 0.2, high: 0.43 });
    assert.deepEqual(range, { low: 0, high: 0.5 });
    assert.deepEqual([0, 0.25, 0.5, 9].map((value) => linear.position(value, range)), [0, 0.5, 1, 1]); // prettier-ignore
    assert.deepEqual([linear.position(NaN, range), linear.position(Infinity, range)], [undefined, undefined]);
  });

  it('follows the values, or stays as the user fixed it', () => {
    const exact = { low: 0.03, high: 7 };
    assert.deepEqual(shownRange(plainLook, exact), { low: 0.02, high: 10 });
    assert.deepEqual(shownRange(linearLook, exact), { low: 0, high: 10 });
    assert.equal(shownRange(plainLook, undefined), undefined);
    const fixed = { low: 1, high: 3 };
    assert.deepEqual(shownRange(withScale(plainLook, { kind: 'log', fixed }), exact), fixed);
    assert.deepEqual(shownRange(withScale(plainLook, { kind: 'log', fixed }), undefined), fixed);
    assert.deepEqual(shownRange(withScale(plainLook, { kind: 'log', fixed: { low: 3, high: 1 } }), exact), { low: 0.02, high: 10 }); // prettier-ignore
  });

  it('is told in words', () => {
    assert.equal(scaleWords(plainLook), 'log scale, automatic range');
    assert.equal(scaleWords(withScale(plainLook, { kind: 'linear', fixed: { low: 0, high: 1 } })), 'linear scale, fixed range'); // prettier-ignore
    assert.equal(scaleWords({ ...linearLook, metric: 'reluZeros' }), 'linear scale, automatic range');
    assert.equal(scaleWords({ ...linearLook, metric: 'macs' }), 'log scale, automatic range');
  });

  it('says what is wrong with a range', () => {
    assert.equal(log.problem({ low: 1, high: 2 }), undefined);
    assert.equal(linear.problem({ low: -1, high: 0 }), undefined);
    assert.match(log.problem({ low: 0, high: 2 }) ?? '', /above 0/);
    for (const range of [
      { low: 2, high: 2 },
      { low: 3, high: 2 },
      { low: NaN, high: 2 },
      { low: 1, high: Infinity },
    ]) {
      assert.ok(log.problem(range) !== undefined, JSON.stringify(range));
      assert.ok(linear.problem(range) !== undefined, JSON.stringify(range));
    }
  });

  it('is kept with the panel, and what an older panel kept is read', () => {
    const old = { version: 2, network: 'x', opened: [], metric: 'macs', cardSize: 'equal' };
    assert.deepEqual(readSavedState(old), { ...old, values: true, scales: {} });
    const look = { ...withScale(plainLook, { kind: 'linear', fixed: { low: 0, high: 2 } }), values: false };
    assert.deepEqual(readSavedState({ ...old, ...look }), { ...old, ...look });
    assert.equal(readSavedState({ ...old, scales: { macs: { kind: 'cubic' } } }), undefined);
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

  const squares = (prefix: string, without = '-'): number[] =>
    start.tensors.flatMap((name, row) =>
      name.startsWith(prefix) && !name.includes(without) ? [(live.gradientNorm[row] ?? NaN) ** 2] : [],
    );
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

  it("give a block the root of the sum of its branch's squares, and its projection its own", () => {
    const branch = squares('layer2.0.', 'downsample');
    const shortcut = squares('layer2.0.downsample.');
    assert.deepEqual([branch.length, shortcut.length], [2 * 3, 3]);
    assert.equal(of('layer2.0').gradientNorm, Math.sqrt(sum(branch)));
    assert.equal(of('layer2.0.downsample').gradientNorm, Math.sqrt(sum(shortcut)));
    assert.notEqual(of('layer2.0').updateRatio, of('layer2.0.downsample').updateRatio);
  });

  it('combine the blocks of a stage so that they compare with one', () => {
    const stage = of('layer2');
    assert.equal(stage.gradientNorm, Math.sqrt(sum(squares('layer2.', 'downsample')) / 2));
    const blocks = [of('layer2.0'), of('layer2.1')];
    const mean = (of: (numbers: (typeof blocks)[number]) => number): number => sum(blocks.map(of)) / 2;
    assert.ok(Math.abs(stage.gradientNorm ** 2 - mean(({ gradientNorm }) => gradientNorm ** 2)) < 1e-9);
    assert.equal(stage.branchRms, Math.sqrt(mean(({ branchRms }) => branchRms ** 2)));
    assert.equal(stage.shortcutRms, Math.sqrt(mean(({ shortcutRms }) => shortcutRms ** 2)));
    assert.equal(stage.updateRatio, Math.max(...blocks.map(({ updateRatio }) => updateRatio)));
    assert.ok(Math.abs(stage.reluZeros - mean(({ reluZeros }) => reluZeros)) < 1e-9);
  });

  it('combine the blocks of a folded run, and their gates, in the same way', () => {
    const gated = network('resnet20-cifar', { shortcut: 'shortcut-gated' });
    const { subjects, runs } = describeNetwork(gated);
    const run = runs.get('layer1')?.find(({ blocks }) => blocks.length === 3);
    const first = startOf(gated);
    const same = { ...liveOf(first, 1), gradientNorm: new Float32Array(first.tensors.length).fill(2) };
    const numbers = (id: string) => {
      const found = subjects.get(id);
      assert.ok(found, id);
      return numbersOf(found, same, liveRows(first));
    };
    assert.ok(run);
    assert.ok(Math.abs(numbers(run.id).gradientNorm - numbers('layer1.1').gradientNorm) < 1e-9);
    assert.ok(Math.abs(numbers(`${run.id}.downsample`).gradientNorm - numbers('layer1.1.downsample').gradientNorm) < 1e-9); // prettier-ignore
  });

  it('give a block its RMS values and their ratio, a layer none', () => {
    const row = start.blocks.indexOf('layer2.0');
    const { branchRms, shortcutRms, branchRatio } = of('layer2.0');
    assert.deepEqual([branchRms, shortcutRms], [live.branchRms[row], live.shortcutRms[row]]);
    assert.equal(branchRatio, branchRms / shortcutRms);
    assert.ok(Number.isNaN(of('layer2.0.conv1').branchRatio));
  });

  it('give a ReLU its share of zeros, a block that of all its outputs, and what has no ReLU none', () => {
    const row = start.relus.indexOf('layer2.0.relu');
    assert.equal(of('layer2.0.relu').reluZeros, live.reluZeros[row]);
    const both = start.relus.flatMap((name, row) => (name.startsWith('layer2.0.') ? [live.reluZeros[row] ?? NaN] : []));
    assert.equal(both.length, 2);
    assert.ok(Math.abs(of('layer2.0').reluZeros - sum(both) / 2) < 1e-9);
    for (const id of ['layer2.0.conv1', 'layer2.0.downsample', 'head']) assert.ok(Number.isNaN(of(id).reluZeros), id);
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
      return JSON.stringify(tinting.range(plainLook));
    });
    assert.ok(ends.filter((end, index) => index > 0 && end !== ends[index - 1]).length <= 3, ends.join(' '));
  });

  it('colour both paths of a block, so that a vanishing branch is seen beside its shortcut', () => {
    const described = describeNetwork(architecture);
    const tinting = new Tinting();
    const fading = { ...live, branchRms: live.branchRms.map(() => 1.5e-6), shortcutRms: live.shortcutRms.map(() => 1) };
    tinting.update(described, nextProgress(undefined, { ...snapshotOf(architecture, 1), live: fading }));
    const look = { ...plainLook, metric: 'activationRms' } as const;
    assert.deepEqual(tinting.range(look), { low: 1e-6, high: 1 });
    const branch = tinting.tint({ subject: 'layer1.0' }, look, 'dark');
    const shortcut = tinting.tint({ shortcutOf: 'layer1.0' }, look, 'dark');
    assert.deepEqual(
      [branch?.shade, branch?.value],
      [shade(log.position(Math.fround(1.5e-6), { low: 1e-6, high: 1 }) ?? NaN, 'dark'), '1.5e-6'],
    );
    assert.deepEqual([shortcut?.shade, shortcut?.value], [shade(1, 'dark'), '1']);
    const projection = { subject: 'layer2.0.downsample', shortcutOf: 'layer2.0' };
    assert.equal(tinting.tint(projection, look, 'dark')?.value, '1');
    assert.equal(tinting.tint(projection, { ...look, values: false }, 'dark')?.value, '');
    assert.ok(Number(tinting.tint(projection, plainLook, 'dark')?.value) > 0);
    assert.equal(tinting.tint({ shortcutOf: 'layer1.0' }, plainLook, 'dark'), undefined);
    for (const metric of ['updateRatio', 'branchRatio', 'reluZeros'] as const)
      assert.ok(tinting.tint({ subject: 'layer1.0' }, { ...plainLook, metric }, 'dark')?.shade, metric);
  });

  it('tell of a fault where its layer is, and nowhere else', () => {
    const described = describeNetwork(architecture);
    const tinting = new Tinting();
    const { status, ...rest } = snapshotOf(architecture, 1);
    const fault = { step: 1, kind: 'gradient', layer: 'layer2.0.bn1' } as const;
    tinting.update(described, nextProgress(undefined, { ...rest, status: { ...status, fault } }));
    const told = [...described.subjects.values()].filter((subject) => tinting.faultOf(subject) !== '');
    assert.deepEqual(told.map(({ id }) => id).sort(), ['layer2', 'layer2.0', 'layer2.0.bn1']);
    assert.match(tinting.faultOf(existingSubject('layer2')), /^At step 1 .*"layer2\.0\.bn1";/);
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
    assert.ok((tinting.range(plainLook)?.high ?? Infinity) < 1e3);
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
