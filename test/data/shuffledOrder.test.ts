import assert from 'node:assert/strict';
import { shuffledOrder } from '../../src/trainer/data/shuffledOrder';

describe('shuffledOrder', () => {
  it('is a permutation', () => {
    const order = shuffledOrder(1000, 0, 1);
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      [...Array(1000).keys()],
    );
    assert.notDeepEqual([...order], [...Array(1000).keys()]);
  });

  it('is the same for the same seed and epoch, another for another', () => {
    const order = (seed: number, epoch: number) => shuffledOrder(100, seed, epoch).join();
    assert.equal(order(5, 2), order(5, 2));
    assert.equal(new Set([order(5, 2), order(5, 3), order(6, 2), order(6, 3), order(2, 5)]).size, 5);
  });

  it('is the order that another implementation of the same rule gives', () => {
    assert.deepEqual([...shuffledOrder(10, 0, 1)], [9, 7, 5, 0, 8, 4, 2, 6, 1, 3]);
    assert.deepEqual([...shuffledOrder(12, 42, 3)], [5, 7, 4, 2, 1, 3, 11, 6, 9, 0, 8, 10]);
  });

  it('puts each image in each place equally often', () => {
    const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    for (let seed = 0; seed < 4000; seed++)
      shuffledOrder(4, seed, 0).forEach((image, place) => {
        const row = counts[place] ?? [];
        row[image] = (row[image] ?? 0) + 1;
      });
    for (const count of counts.flat()) assert.ok(Math.abs(count - 1000) < 150, counts.join());
  });

  it('orders nothing and one image', () => {
    assert.deepEqual([...shuffledOrder(0, 0, 0)], []);
    assert.deepEqual([...shuffledOrder(1, 0, 0)], [0]);
  });
});
