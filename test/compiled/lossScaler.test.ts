import assert from 'node:assert/strict';
import { LossScaler } from '../../src/trainer/compiled/lossScaler';
import { userError } from '../trainer/tensorSamples';

describe('the loss scale', () => {
  it('is 1 and stays so where nothing is scaled', () => {
    const scaler = new LossScaler(false);
    for (let step = 0; step < 5_000; step++) scaler.succeeded();
    assert.equal(scaler.scale, 1);
    assert.deepEqual(scaler.state(), []);
  });

  it('begins at 65,536, halves with each overflow, doubles after 2,000 steps without', () => {
    const scaler = new LossScaler(true);
    assert.equal(scaler.scale, 65_536);
    scaler.overflowed();
    assert.equal(scaler.scale, 32_768);
    for (let step = 0; step < 1_999; step++) scaler.succeeded();
    assert.equal(scaler.scale, 32_768);
    scaler.succeeded();
    assert.equal(scaler.scale, 65_536);
  });

  it('goes on from a checkpoint', () => {
    const [first, second] = [new LossScaler(true), new LossScaler(true)];
    first.overflowed();
    for (let step = 0; step < 1_500; step++) first.succeeded();
    second.restore(new Map(first.state()));
    for (let step = 0; step < 500; step++) second.succeeded();
    assert.equal(second.scale, 65_536);
  });

  it('ends in a sentence where no smaller one is left', () => {
    const scaler = new LossScaler(true);
    for (let step = 0; step < 16; step++) scaler.overflowed();
    assert.throws(() => scaler.overflowed(), userError(/leave the range of float16 even without a loss scale/));
  });
});
