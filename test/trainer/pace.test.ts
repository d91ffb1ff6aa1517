import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { LiveMetrics } from '../../src/protocol/run';
import { MeasuringPace, paceOf } from '../../src/trainer/measuringPace';
import { StepBuffer, type FinishedStep } from '../../src/trainer/stepBuffer';
import { within } from './closeness';
import { existing } from './tensorSamples';

const step = (change: Partial<FinishedStep> = {}): FinishedStep => ({
  loss: 1,
  correct: 0,
  live: undefined,
  count: 4,
  learningRate: 0.05,
  ms: 100,
  ...change,
});

/** Rows that tell one measurement from another. */
const live = (mark: number): Omit<LiveMetrics, 'step'> => ({
  gradientNorm: Float32Array.of(mark),
  updateRatio: Float32Array.of(mark + 1),
  branchRms: Float32Array.of(mark + 2),
  shortcutRms: Float32Array.of(mark + 3),
  reluZeros: Float32Array.of(mark + 4),
});

describe('StepBuffer', () => {
  it('gives each step’s numbers, per image of its own batch', () => {
    const buffer = new StepBuffer();
    buffer.beginEpoch(1);
    buffer.push(step({ loss: 2, correct: 3, count: 4, ms: 200 }));
    buffer.push(step({ loss: 0.5, correct: 1, count: 1, ms: 100, learningRate: 0.025 }));
    assert.deepEqual(buffer.take(), {
      first: 1,
      epoch: 1,
      loss: Float32Array.of(2, 0.5),
      accuracy: Float32Array.of(0.75, 1),
      learningRate: Float32Array.of(0.05, 0.025),
      imagesPerSecond: Float32Array.of(20, 10),
      stepMs: Float32Array.of(200, 100),
      live: undefined,
    });
  });

  it('weights the epoch’s means by images, so that a partial last batch counts for what it has', () => {
    const buffer = new StepBuffer();
    buffer.beginEpoch(1);
    buffer.push(step({ loss: 1, correct: 1, count: 4 }));
    buffer.take();
    buffer.push(step({ loss: 6, correct: 1, count: 1 }));
    assert.equal(buffer.epochLoss, (4 * 1 + 6) / 5);
    assert.equal(buffer.epochAccuracy, 2 / 5);
  });

  it('begins the means anew with each epoch', () => {
    const buffer = new StepBuffer();
    buffer.beginEpoch(1);
    buffer.push(step({ loss: 100, correct: 4 }));
    buffer.beginEpoch(2);
    buffer.push(step({ loss: 3, correct: 1 }));
    assert.deepEqual([buffer.epochLoss, buffer.epochAccuracy], [3, 0.25]);
  });

  it('numbers steps through the run, whenever they are taken', () => {
    const buffer = new StepBuffer();
    const taken: (readonly [first: number, epoch: number, count: number])[] = [];
    const take = (): void => {
      const { first, epoch, loss } = buffer.take();
      taken.push([first, epoch, loss.length]);
    };
    for (const [epoch, counts] of [
      [1, [2, 1]],
      [2, [3]],
    ] as const) {
      buffer.beginEpoch(epoch);
      for (const count of counts) {
        for (let index = 0; index < count; index++) buffer.push(step());
        assert.equal(buffer.size, count);
        take();
        assert.equal(buffer.size, 0);
      }
    }
    assert.deepEqual(taken, [
      [1, 1, 2],
      [3, 1, 1],
      [4, 2, 3],
    ]);
    buffer.push(step());
    assert.equal(buffer.steps, 7);
  });

  it('carries the newest live metrics, with their own step', () => {
    const buffer = new StepBuffer();
    buffer.beginEpoch(1);
    for (const measured of [undefined, live(10), undefined, live(20), undefined]) buffer.push(step({ live: measured }));
    assert.deepEqual(buffer.take().live, { step: 4, ...live(20) });
    buffer.push(step());
    assert.equal(buffer.take().live, undefined);
    buffer.push(step({ live: live(30) }));
    assert.deepEqual(buffer.take().live, { step: 7, ...live(30) });
  });

  it('is due at once for the first step, then ten times a second, and never without a step', () => {
    let now = 5000;
    const clock = mock.method(performance, 'now', () => now);
    try {
      const buffer = new StepBuffer();
      buffer.beginEpoch(1);
      assert.ok(!buffer.due());
      const sent: number[] = [];
      for (; now < 7000; now += 10) {
        buffer.push(step());
        if (!buffer.due()) continue;
        buffer.take();
        sent.push(now);
      }
      assert.equal(sent[0], 5000);
      assert.deepEqual(
        sent,
        sent.map((_, index) => 5000 + 100 * index),
      );
      assert.equal(sent.length, 20);
    } finally {
      clock.mock.restore();
    }
  });

  it('is due after each measured step, so that no measurement is left out', () => {
    const buffer = new StepBuffer();
    buffer.beginEpoch(1);
    const measured = [1, 2, 3, 4, 5, 6].flatMap((number) => {
      buffer.push(step({ live: number % 2 === 1 ? live(number) : undefined }));
      return buffer.due() ? [buffer.take().live?.step] : [];
    });
    assert.deepEqual(measured, [1, 3, 5]);
  });
});

/** When steps of `plain` ms, and `measured` ms where they are measured, are measured in the first `until` ms. */
function measuredAt({
  pace,
  plain,
  measured,
  until,
}: {
  readonly pace: MeasuringPace;
  readonly plain: number;
  readonly measured: number;
  readonly until: number;
}): number[] {
  const times: number[] = [];
  for (let now = 0; now < until;) {
    const due = pace.due(now);
    if (due) times.push(now);
    const ms = due ? measured : plain;
    pace.took(ms, due);
    now += ms;
  }
  return times;
}

const gapsOf = (times: readonly number[]): number[] => times.slice(1).map((time, index) => time - (times[index] ?? 0));

describe('MeasuringPace', () => {
  it('measures the first step, whenever it comes', () => {
    assert.ok(new MeasuringPace(true).due(0));
    assert.ok(new MeasuringPace(true).due(123_456));
  });

  it('measures nothing where nobody wants it', () => {
    assert.deepEqual(measuredAt({ pace: new MeasuringPace(false), plain: 10, measured: 10, until: 5000 }), []);
  });

  it('measures four times a second where it costs nothing', () => {
    const times = measuredAt({ pace: new MeasuringPace(true), plain: 10, measured: 10, until: 10_000 });
    assert.equal(times.length, 40);
    assert.deepEqual(new Set(gapsOf(times)), new Set([250]));
  });

  it('measures nearly every step that takes longer than that, where it costs nothing', () => {
    const times = measuredAt({ pace: new MeasuringPace(true), plain: 400, measured: 400, until: 10_000 });
    assert.ok(times.length >= 20 && times.length <= 25, String(times.length));
  });

  for (const [speed, plain, measured] of [
    ['fast', 50, 110],
    ['slow', 400, 520],
  ] as const)
    it(`keeps the cost to three hundredths of the time with ${speed} steps, once it is known`, () => {
      const until = 240_000;
      const times = measuredAt({ pace: new MeasuringPace(true), plain, measured, until });
      const known = existing(times[1]); // the first one has no plain step before it to be compared with
      const spent = times.filter((time) => time > known).length * (measured - plain);
      within(spent / (until - known), 0.03, 'share of the time');
      assert.ok(spent / (until - known) > 0.02);
      const gaps = gapsOf(times).slice(1);
      assert.ok(gaps.every((gap) => gap >= (measured - plain) / 0.03));
    });

  it('measures more often again when it becomes cheap', () => {
    const pace = new MeasuringPace(true);
    const costly = measuredAt({ pace, plain: 50, measured: 200, until: 30_000 });
    assert.ok(costly.length <= 8, String(costly.length));
    assert.ok(pace.due(60_000));
    pace.took(50, true);
    assert.ok(!pace.due(60_200));
    assert.ok(pace.due(60_250));
  });
});

describe('the pace that a run asks for', () => {
  const measuredSteps = (liveMetrics: boolean, metricsEvery: number | undefined): number[] => {
    const pace = paceOf({ liveMetrics, metricsEvery });
    return Array.from({ length: 10 }, (_, index) => index + 1).filter((step) => pace.due(step, step));
  };

  it('is every Nth step exactly, from the first on', () => {
    assert.deepEqual(measuredSteps(true, 1), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    assert.deepEqual(measuredSteps(true, 4), [1, 5, 9]);
    assert.deepEqual(measuredSteps(true, 100), [1]);
  });

  it('goes by time where no number is given', () => {
    assert.ok(paceOf({ liveMetrics: true }) instanceof MeasuringPace);
    assert.deepEqual(measuredSteps(true, undefined), [1]);
  });

  it('measures nothing where nobody wants it', () => {
    assert.deepEqual(measuredSteps(false, 2), []);
    assert.deepEqual(measuredSteps(false, undefined), []);
  });
});
