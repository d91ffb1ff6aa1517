import assert from 'node:assert/strict';
import { LiveRecord } from '../../src/client/liveRecord';
import { packed, unpacked } from '../../src/client/packedNumbers';
import type { LiveMetrics } from '../../src/protocol/run';

const floats = (...values: number[]): Float32Array => Float32Array.from(values);

function live(step: number): LiveMetrics {
  const of = (factor: number): Float32Array => floats(step * factor, step);
  return { step, gradientNorm: of(1), updateRatio: of(2), branchRms: of(3), shortcutRms: of(4), reluZeros: of(5) };
}

describe('numbers in two bytes', () => {
  it('keep three digits from 2⁻³² to 2³², and what is special', () => {
    const values = floats(0, Number.NaN, Infinity, 1, 1.5, 3e-8, 4e9, 0.123456, 98765);
    const kept = unpacked(packed(values));
    values.forEach((value, at) => {
      const found = kept[at] ?? -1;
      assert.ok(Object.is(found, value) || Math.abs(found / value - 1) < 3.5e-4, `${found} for ${value}`);
    });
    assert.deepEqual([...kept.subarray(0, 3)], [0, Number.NaN, Infinity]);
  });

  it('take the ends of their scale for what lies beyond', () => {
    const [small = 0, large = 0] = unpacked(packed([1e-20, 1e20]));
    assert.ok(small > 0 && small < 3e-10 && large > 4e9 && large < Infinity);
  });
});

describe('the live metrics of a run', () => {
  const recorded = (steps: number, most?: number): LiveRecord => {
    const record = new LiveRecord(most);
    for (let step = 1; step <= steps; step++) record.add(live(step * 10));
    return record;
  };

  it('are found at a step, else where they were last measured before it', () => {
    const record = recorded(5);
    assert.deepEqual([30, 34, 39, 40, 999].map((step) => record.at(step)?.step), [30, 30, 30, 40, 50]); // prettier-ignore
    assert.equal(record.at(3)?.step, 10, 'before the first, the first');
    assert.equal(new LiveRecord().at(1), undefined);
    assert.ok(Math.abs((record.at(30)?.branchRms[0] ?? 0) / 90 - 1) < 3.5e-4);
  });

  it('thin out evenly where they grow too many, and keep the newest', () => {
    for (const count of [10, 11, 50, 99, 1000]) {
      const { steps } = recorded(count, 100); // ten moments
      assert.ok(steps.length <= 10 && steps.length >= 5, `${steps.length} of ${count}`);
      assert.equal(steps[0], 10);
      assert.equal(steps.at(-1), count * 10);
      const gaps = new Set(steps.slice(1, -1).map((step, at) => step - (steps[at] ?? 0)));
      assert.equal(gaps.size <= 1, true, `${[...gaps].join()} of ${count}`);
    }
  });

  it('are given away as few, evenly spread, the first and the newest among them', () => {
    const steps = (record: LiveRecord, most: number): readonly number[] => record.some(most).map(({ step }) => step);
    assert.deepEqual(steps(recorded(1000), 5), [10, 2510, 5010, 7500, 10_000]);
    assert.deepEqual(steps(recorded(3), 5), [10, 20, 30]);
    assert.deepEqual(steps(recorded(1), 5), [10]);
    assert.deepEqual(steps(new LiveRecord(), 5), []);
  });

  it('take no step twice', () => {
    const record = recorded(3);
    record.add(live(20));
    assert.deepEqual(record.steps, [10, 20, 30]);
  });
});
