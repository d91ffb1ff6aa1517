import assert from 'node:assert/strict';
import { plainRecipe } from '../../src/protocol/recipe';
import { learningRateAt, type Schedule } from '../../src/trainer/learningRate';

const plain: Schedule = { ...plainRecipe, learningRate: 0.1, epochs: 10 };

/** The rates at the beginnings of the epochs, which is where torch's schedulers set them. */
function atEpochs(changes: Partial<Schedule>): number[] {
  const schedule = { ...plain, ...changes };
  return Array.from({ length: schedule.epochs }, (_, epoch) => learningRateAt(schedule, epoch));
}

function near(found: readonly number[], expected: readonly number[]): void {
  assert.equal(found.length, expected.length);
  found.forEach((rate, epoch) => assert.ok(Math.abs(rate - (expected[epoch] ?? NaN)) < 1e-15, `${epoch}: ${rate}`));
}

describe('learningRateAt', () => {
  it('is constant unless a scheduler or a warm-up is asked for', () => {
    assert.deepEqual(new Set(atEpochs({})), new Set([0.1]));
    assert.equal(learningRateAt(plain, 9.99), 0.1);
  });

  it('drops as StepLR, between epochs only', () => {
    const schedule = { lrScheduler: 'step', lrStepSize: 4, lrGamma: 0.5 } as const;
    near(atEpochs(schedule), [0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.025, 0.025]);
    assert.equal(learningRateAt({ ...plain, ...schedule }, 3 + 156 / 157), 0.1);
    assert.equal(learningRateAt({ ...plain, ...schedule }, 785 / 157), 0.05);
  });

  it('falls as CosineAnnealingLR, step by step', () => {
    const schedule = { lrScheduler: 'cosine', epochs: 4 } as const;
    near(atEpochs(schedule), [0.1, 0.05 * (1 + Math.SQRT1_2), 0.05, 0.05 * (1 - Math.SQRT1_2)]);
    const rates = Array.from({ length: 40 }, (_, step) => learningRateAt({ ...plain, ...schedule }, step / 10));
    assert.ok(rates.every((rate, step) => step === 0 || rate < (rates[step - 1] ?? 0)));
    assert.ok(learningRateAt({ ...plain, ...schedule }, 4) < 1e-17);
  });

  it('warms up as LinearLR, and begins the scheduler afterwards', () => {
    const warm = { lrWarmupEpochs: 2, lrWarmupDecay: 0.01 };
    const full = Array.from({ length: 8 }, () => 0.1);
    near(atEpochs(warm), [0.001, 0.1 * (0.01 + 0.99 / 2), ...full]);
    assert.ok(Math.abs(learningRateAt({ ...plain, ...warm }, 0.5) - 0.1 * (0.01 + 0.99 / 4)) < 1e-15);
    near(
      atEpochs({ ...warm, lrScheduler: 'step', lrStepSize: 3 }).slice(2),
      [0.1, 0.1, 0.1, 0.01, 0.01, 0.01, 1e-3, 1e-3],
    );
    const cosine = Array.from({ length: 8 }, (_, after) => 0.05 * (1 + Math.cos((Math.PI * after) / 8)));
    near(atEpochs({ ...warm, lrScheduler: 'cosine' }).slice(2), cosine);
  });
});
