import assert from 'node:assert/strict';
import type { EpochResult } from '../../src/protocol/run';
import { earlyStop } from '../../src/trainer/earlyStop';

function epochs(...results: readonly (readonly [loss: number, accuracy: number])[]): readonly EpochResult[] {
  return results.map(([testLoss, testAccuracy], index) => ({
    ...{ epoch: index + 1, step: 4 * (index + 1), trainLoss: 1, trainAccuracy: 0.5, seconds: 1 },
    ...{ testLoss, testAccuracy },
  }));
}

/** The first epoch after which a run of these results ends, and why. */
function endOf(results: readonly EpochResult[], patience: number, metric: 'loss' | 'accuracy'): readonly unknown[] {
  for (let count = 1; count <= results.length; count++) {
    const how = { earlyStopping: patience, earlyStoppingMetric: metric };
    const reason = earlyStop(results.slice(0, count), how);
    if (reason !== undefined) return [count, reason];
  }
  return ['never'];
}

describe('early stopping', () => {
  const falling = epochs([0.9, 0.5], [0.7, 0.6], [0.8, 0.7], [0.71, 0.7], [0.6, 0.6], [0.61, 0.5], [0.61, 0.8]);

  it('is off at 0', () => assert.deepEqual(endOf(falling, 0, 'loss'), ['never']));

  it('ends after so many epochs in a row in which the test loss has not fallen below its best', () => {
    assert.deepEqual(endOf(falling, 1, 'loss'), [3, 'The test loss has not fallen for 1 epoch.']);
    assert.deepEqual(endOf(falling, 2, 'loss'), [4, 'The test loss has not fallen for 2 epochs.']);
    assert.deepEqual(endOf(falling, 3, 'loss'), ['never']);
  });

  it('watches the accuracy instead, of which an equal one is no better', () => {
    assert.deepEqual(endOf(falling, 2, 'accuracy'), [5, 'The test accuracy has not risen for 2 epochs.']);
    assert.deepEqual(endOf(falling, 4, 'accuracy'), ['never']);
  });

  it('counts results that are not finite as no better', () => {
    const lost = epochs([0.5, 0.5], [Number.NaN, 0.5], [Number.NaN, 0.5]);
    assert.deepEqual(endOf(lost, 2, 'loss'), [3, 'The test loss has not fallen for 2 epochs.']);
    const late = epochs([Number.NaN, 0.5], [0.4, 0.5], [0.5, 0.5]);
    assert.deepEqual(endOf(late, 1, 'loss'), [3, 'The test loss has not fallen for 1 epoch.']);
  });
});
