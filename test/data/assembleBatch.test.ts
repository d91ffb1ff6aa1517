import assert from 'node:assert/strict';
import { assembleBatch } from '../../src/trainer/data/assembleBatch';
import { countedSplit } from './countedSplit';

describe('assembleBatch', () => {
  it('turns planes of bytes into interleaved ones', () => {
    const split = countedSplit(3);
    const { images, labels, count } = assembleBatch(split, Uint32Array.of(2, 0));
    assert.equal(count, 2);
    assert.deepEqual([...labels], [2, 0]);
    assert.ok(images instanceof Uint8Array);
    assert.equal(images.length, 2 * 32 * 32 * 3);
    for (const [position, image] of [2, 0].entries())
      for (const [row, column, channel] of [
        [0, 0, 0],
        [0, 1, 0],
        [1, 0, 1],
        [31, 30, 2],
      ] as const) {
        const stored = split.pixels[image * 3072 + channel * 1024 + row * 32 + column] ?? NaN;
        assert.equal(images[((position * 32 + row) * 32 + column) * 3 + channel], stored);
      }
  });

  it('refuses an image that is not there', () => {
    assert.throws(() => assembleBatch(countedSplit(2), Uint32Array.of(2)), RangeError);
  });
});
