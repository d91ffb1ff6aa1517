import assert from 'node:assert/strict';
import { logTicks } from '../../src/drawing/charts/axisTicks';
import { drawnRows } from '../../src/webview/metrics/drawnRows';
import { progressOf } from '../../src/webview/metrics/progress';
import { RunData } from '../../src/webview/metrics/runData';
import { Smoother } from '../../src/webview/metrics/smoother';
import { SmoothedTrace, Trace } from '../../src/webview/metrics/trace';
import type { LineValues } from '../../src/webview/metrics/extent';
import { fitRange, type Fit } from '../../src/webview/metrics/valueRange';
import { parseViewState } from '../../src/webview/metrics/viewState';
import { demoEpochs, demoSnapshot, demoStatus, demoSteps } from './metricsPage';

function traceOf(values: readonly number[]): Trace {
  const trace = new Trace();
  for (let from = 0; from < values.length; from += 37) trace.append(values.slice(from, from + 37)); // as deltas come
  return trace;
}

const wave = (length: number): number[] =>
  Array.from({ length }, (_, row) => Math.sin(row / 9) + ((row * 31) % 17) / 40);

describe('metrics: wall time', () => {
  it('has the test after an epoch between its last step and the next one', () => {
    const [epoch] = demoEpochs(1);
    assert.ok(epoch);
    const steps = { ...demoSteps(4), stepMs: Float32Array.of(250, 250, 500, 500) };
    const run = new RunData({ ...demoSnapshot(4), steps, epochs: [{ ...epoch, step: 2, seconds: 3 }] }, 0);
    assert.deepEqual([1, 2, 3, 4].map((step) => run.wallUntil(step)), [0.25, 0.5, 3.5, 4]); // prettier-ignore
    assert.deepEqual([0.25, 0.4, 2, 3.5, 3.9].map((seconds) => run.stepAfter(seconds)), [1, 2, 3, 3, 4]); // prettier-ignore
    assert.equal(run.secondsUntil(4), 1.5, 'of the steps alone');
    const later = { ...demoSteps(1), stepMs: Float32Array.of(1000) };
    const second = { ...epoch, epoch: 2, step: 4, seconds: 2 };
    assert.ok(run.apply({ ...demoSnapshot(4), from: 4, steps: later, epochs: [second] }));
    assert.equal(run.wallUntil(5), 6);
  });
});

describe('metrics: what is drawn', () => {
  it('draws each step while there is room', () => {
    const rows = drawnRows({ traces: [traceOf([3, 1, Number.NaN, 2])], range: { from: 1, to: 4 }, columns: 100 });
    assert.deepEqual(rows, { steps: [1, 2, 3, 4], values: [[3, 1, null, 2]] });
  });

  it('keeps the least and the greatest value of every block, in their order', () => {
    const values = wave(10_000);
    values[4321] = 50;
    values[7000] = -50;
    const { steps, values: drawn } = drawnRows({
      traces: [traceOf(values)],
      range: { from: 1, to: 10_000 },
      columns: 200,
    });
    const [lines = []] = drawn;
    assert.equal(steps.length, lines.length);
    assert.ok(steps.length <= 2 * 200, String(steps.length));
    assert.ok(steps.every((step, row) => row === 0 || step >= (steps[row - 1] ?? 0)));
    assert.ok(lines.includes(50) && lines.includes(-50));
    const size = 64;
    for (let block = 0; block * size < values.length; block++) {
      const part = values.slice(block * size, (block + 1) * size);
      const [low, high] = [Math.min(...part), Math.max(...part)];
      const inOrder = part.indexOf(low) <= part.indexOf(high) ? [low, high] : [high, low];
      assert.deepEqual(lines.slice(2 * block, 2 * block + 2), inOrder.map(Math.fround));
    }
  });

  it('draws the same blocks whether a run came at once or step by step, and in a part of it', () => {
    const values = wave(5000);
    const once = new Trace();
    once.append(values);
    for (const range of [
      { from: 1, to: 5000 },
      { from: 1200, to: 4100 },
      { from: 4000, to: 4050 },
    ])
      assert.deepEqual(
        drawnRows({ traces: [traceOf(values)], range, columns: 150 }),
        drawnRows({ traces: [once], range, columns: 150 }),
      );
  });

  it('makes a gap where nothing is finite, and passes over single values that are not', () => {
    const values = wave(4096).map((value, row) =>
      row >= 1024 && row < 2048 ? Number.NaN : row === 5 ? Infinity : value,
    );
    const [lines = []] = drawnRows({ traces: [traceOf(values)], range: { from: 1, to: 4096 }, columns: 64 }).values;
    assert.ok(lines.slice(0, 32).every((value) => value !== null && Number.isFinite(value)));
    assert.ok(lines.slice(32, 64).every((value) => value === null));
    assert.ok(lines.slice(64).every((value) => value !== null));
  });

  it('draws nothing of nothing', () => {
    assert.deepEqual(drawnRows({ traces: [new Trace()], range: { from: 1, to: 2 }, columns: 10 }), {
      steps: [],
      values: [[]],
    });
  });
});

describe('metrics: smoothing', () => {
  it('starts at the first value and follows the definition', () => {
    const smoother = new Smoother(0.9);
    const values = [4, 2, 8, 8];
    const smooth = values.map((value) => smoother.next(value));
    const definition = values.map((_, last) => {
      const weights = values.slice(0, last + 1).map((__, row) => 0.9 ** (last - row));
      const sum = weights.reduce((total, weight, row) => total + weight * (values[row] ?? 0), 0);
      return sum / weights.reduce((total, weight) => total + weight, 0);
    });
    smooth.forEach((value, row) => assert.ok(Math.abs(value - (definition[row] ?? 0)) < 1e-12));
    assert.equal(smooth[0], 4);
  });

  it('is the identity without weight, and leaves out what is not finite', () => {
    const off = new Smoother(0);
    assert.deepEqual(
      [3, 1, 2].map((value) => off.next(value)),
      [3, 1, 2],
    );
    const some = new Smoother(0.5);
    assert.deepEqual(
      [6, Number.NaN, Infinity, 6].map((value) => some.next(value)),
      [6, Number.NaN, Number.NaN, 6],
    );
  });

  it('goes on over deltas, and smooths everything anew for another weight', () => {
    const values = Float32Array.from(wave(500));
    const [parts, once] = [new SmoothedTrace(0.5), new SmoothedTrace(0.97)];
    for (const from of [0, 100, 101]) parts.append(values.subarray(from, [100, 101, 500][[0, 100, 101].indexOf(from)]));
    once.append(values);
    parts.setWeight(0.97);
    assert.deepEqual(parts.smooth.values, once.smooth.values);
    assert.deepEqual(parts.raw.values, values);
  });
});

describe('metrics: value axes', () => {
  const fit = ({
    steps = [],
    ...changes
  }: Partial<Omit<Fit, 'steps'>> & { readonly steps?: LineValues }): readonly number[] => {
    const lines = [steps.slice(0, 1), steps.slice(1)];
    return fitRange({ steps: lines, points: [], log: false, bounds: [-Infinity, Infinity], leastSpan: 0, ...changes }) ?? []; // prettier-ignore
  };

  it('fit the data, neither 0 nor 1 by accident', () => {
    const [low = 0, high = 0] = fit({ steps: [204, 200, null, 202] });
    assert.ok(low > 199 && low < 200 && high > 204 && high < 205, `${low}…${high}`);
    assert.deepEqual(fit({ steps: [null, Number.NaN] }), []);
  });

  it('let a few huge first losses leave the axis, but no test value', () => {
    const { loss } = demoSteps(785);
    const [, high = 0] = fit({ steps: [...loss] });
    assert.ok(high > 0.7 && high < 1.2, String(high));
    const [, withTest = 0] = fit({ steps: [...loss], points: [5] });
    assert.ok(withTest > 5);
  });

  it('hold all positive values on a logarithmic scale', () => {
    const [low = 0, high = 0] = fit({ steps: [6.71, 0.02, 0, -1, null], log: true });
    assert.ok(low > 0 && low < 0.02 && high > 6.71);
  });

  it('stay within what exists, and are never too short to read', () => {
    assert.equal(fit({ points: [0.5, 1], bounds: [0, 1] })[1], 1);
    const [low = 0, high = 0] = fit({ steps: [230, 231], leastSpan: 0.3 });
    assert.ok(high - low > 60);
    const [zero = 1, above = 0] = fit({ steps: [0, 0] });
    assert.ok(zero < 0 && above > 0);
  });

  it('have round ticks on a logarithmic scale, as many as have room', () => {
    assert.deepEqual(logTicks(0.08, 7, 8), [0.1, 0.2, 0.5, 1, 2, 5]);
    assert.deepEqual(logTicks(0.08, 7, 3), [0.1, 1]);
    assert.deepEqual(logTicks(0.2, 0.7, 5), [0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
    assert.ok(logTicks(1e-9, 1e9, 5).length <= 5);
  });
});

describe('metrics: a run', () => {
  it('grows by deltas to what a snapshot of everything gives', () => {
    const data = new RunData(demoSnapshot(300), 0.9);
    for (const [from, count, epochs] of [
      [300, 100, 2],
      [400, 0, 2],
      [400, 385, 5],
    ] as const) {
      const delta = {
        status: demoStatus(),
        from,
        steps: demoSteps(count, from),
        epochs: demoEpochs(epochs),
        live: undefined,
      };
      assert.ok(data.apply(delta));
    }
    const whole = new RunData(demoSnapshot(785), 0.9);
    assert.deepEqual(data.loss.smooth.values, whole.loss.smooth.values);
    assert.deepEqual(data.throughput.raw.values, whole.throughput.raw.values);
    assert.deepEqual(data.epochs, whole.epochs);
  });

  it('takes no delta that does not follow', () => {
    const data = new RunData(demoSnapshot(300), 0.9);
    const delta = { status: demoStatus(), from: 301, steps: demoSteps(5, 301), epochs: [], live: undefined };
    assert.equal(data.apply(delta), false);
    assert.equal(data.apply({ ...delta, from: 300, status: demoStatus({ id: 'run-2' }) }), false);
    assert.equal(data.steps, 300);
  });

  it('knows the epoch of a step and the newest test values then', () => {
    const data = new RunData(demoSnapshot(350), 0.9);
    assert.deepEqual(
      [1, 157, 158, 350].map((step) => data.epochOf(step)),
      [1, 1, 2, 3],
    );
    assert.deepEqual(
      [156, 157, 350].map((step) => data.epochEndedBy(step)?.epoch),
      [undefined, 1, 2],
    );
  });

  it('tells how far it is and what is left', () => {
    const steps = { ...demoSteps(200), stepMs: new Float32Array(200).fill(250) };
    const epochs = demoEpochs(1).map((epoch) => ({ ...epoch, seconds: 157 * 0.25 + 2 }));
    const progress = progressOf(new RunData({ ...demoSnapshot(200), steps, epochs }, 0));
    assert.deepEqual([progress?.epoch, progress?.step, progress?.steps], [2, 200, 785]);
    assert.ok(Math.abs((progress?.elapsedSeconds ?? 0) - (200 * 0.25 + 2)) < 1e-3);
    assert.ok(Math.abs((progress?.leftSeconds ?? 0) - (585 * 0.25 + 4 * 2)) < 1e-3);
    assert.equal(progressOf(new RunData(demoSnapshot(785, { state: 'done' }), 0))?.leftSeconds, undefined);
    assert.equal(progressOf(new RunData(demoSnapshot(0, { start: undefined }), 0)), undefined);
  });
});

describe('metrics: kept state', () => {
  it('is read with care', () => {
    const rest = { logSteps: false, fromZero: false, unit: 'steps', folded: [] };
    const initial = { smoothing: 0.9, logValues: false, ...rest };
    for (const kept of [
      undefined,
      null,
      'x',
      7,
      [],
      {},
      { smoothing: '0.5', logValues: 1, unit: 'miles', folded: 'loss' },
      { smoothing: 2 },
      { smoothing: Number.NaN },
    ])
      assert.deepEqual(parseViewState(kept), initial, JSON.stringify(kept));
    assert.deepEqual(parseViewState({ smoothing: 0.99, logValues: true, zoom: [1] }), {
      ...initial,
      smoothing: 0.99,
      logValues: true,
    });
    assert.deepEqual(parseViewState({ smoothing: 0.123, logValues: true }), { ...initial, logValues: true });
    const chosen = { smoothing: 0.5, logSteps: true, fromZero: true, unit: 'time', folded: ['throughput', 'pressure'] };
    assert.deepEqual(parseViewState(chosen), { ...chosen, logValues: false, folded: ['throughput'] });
  });
});
