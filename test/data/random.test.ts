import assert from 'node:assert/strict';
import { type Random, seededRandom, splitMix64, xoshiro128StarStar } from '../../src/trainer/data/random';

function take<T>(count: number, next: () => T): T[] {
  return Array.from({ length: count }, next);
}

function moments(values: readonly number[]): { mean: number; variance: number; kurtosis: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const moment = (power: number) => values.reduce((sum, value) => sum + (value - mean) ** power, 0) / values.length;
  return { mean, variance: moment(2), kurtosis: moment(4) / moment(2) ** 2 };
}

describe('seededRandom', () => {
  // Published by the generator's ports to other languages, from the authors' own C code.
  it('is xoshiro128** 1.1', () => {
    const expected = [
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ];
    assert.deepEqual(take(10, xoshiro128StarStar([1, 2, 3, 4])), expected);
    assert.deepEqual(
      take(4, xoshiro128StarStar([0x964d4a0c, 0xd40ab895, 0xad7fdecb, 0x3006f0f0])),
      [0xf1391922, 0x6fe53806, 0xa5be2840, 0xf510ee70],
    );
  });

  it('is seeded by SplitMix64', () => {
    assert.deepEqual(take(5, splitMix64(1234567n)), [
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
      4593380528125082431n,
      16408922859458223821n,
    ]);
    assert.equal(splitMix64(0n)(), 0xe220a8397b1dcdafn);
  });

  it('gives the same numbers for the same seed and stream, and others for others', () => {
    const first = (seed: number, stream?: number) => take(4, seededRandom(seed, stream).uint32).join();
    assert.equal(first(7, 3), first(7, 3));
    assert.equal(first(7), first(7, 0));
    const seeds = [0, 1, -1, 2 ** 40, Number.MAX_SAFE_INTEGER];
    const all = seeds.flatMap((seed) => [0, 1, 2, 3].map((stream) => first(seed, stream)));
    assert.equal(new Set(all).size, all.length);
  });

  it('is uniform in [0, 1)', () => {
    const values = take(20_000, seededRandom(1).uniform);
    assert.ok(values.every((value) => value >= 0 && value < 1));
    const { mean, variance } = moments(values);
    assert.ok(Math.abs(mean - 1 / 2) < 0.01, String(mean));
    assert.ok(Math.abs(variance - 1 / 12) < 0.005, String(variance));
  });

  it('is normal', () => {
    const { mean, variance, kurtosis } = moments(take(20_000, seededRandom(2).normal));
    assert.ok(Math.abs(mean) < 0.03, String(mean));
    assert.ok(Math.abs(variance - 1) < 0.04, String(variance));
    assert.ok(Math.abs(kurtosis - 3) < 0.2, String(kurtosis));
  });

  it('draws whole numbers below a count evenly', () => {
    const random: Random = seededRandom(3);
    const counts = new Array<number>(7).fill(0);
    for (const value of take(14_000, () => random.below(7))) counts[value] = (counts[value] ?? 0) + 1;
    assert.equal(counts.length, 7);
    for (const count of counts) assert.ok(Math.abs(count - 2000) < 200, counts.join());
    assert.deepEqual(
      take(5, () => random.below(1)),
      [0, 0, 0, 0, 0],
    );
  });
});
