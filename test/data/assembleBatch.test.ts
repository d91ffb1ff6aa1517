import assert from 'node:assert/strict';
import { assembleBatch, defaultNormalisation, pixelTables } from '../../src/trainer/data/assembleBatch';
import { countedSplit } from './countedSplit';

describe('assembleBatch', () => {
  it('turns planes of bytes into interleaved numbers', () => {
    const identity = pixelTables({ mean: [0, 0, 0], std: [1, 1, 1] });
    const split = countedSplit(3);
    const { images, labels, count } = assembleBatch(split, Uint32Array.of(2, 0), identity);
    assert.equal(count, 2);
    assert.deepEqual([...labels], [2, 0]);
    assert.equal(images.length, 2 * 32 * 32 * 3);
    for (const [position, image] of [2, 0].entries())
      for (const [row, column, channel] of [
        [0, 0, 0],
        [0, 1, 0],
        [1, 0, 1],
        [31, 30, 2],
      ] as const) {
        const stored = split.pixels[image * 3072 + channel * 1024 + row * 32 + column] ?? NaN;
        const found = images[((position * 32 + row) * 32 + column) * 3 + channel];
        assert.equal(found, Math.fround(stored / 255));
      }
  });

  it('normalises each channel by its mean and deviation', () => {
    const [red, green, blue] = pixelTables({ mean: [0.5, 0.25, 0], std: [0.5, 0.125, 2] });
    assert.deepEqual([red[0], red[255]], [-1, 1]);
    assert.deepEqual([green[0], green[255]], [-2, 6]);
    assert.deepEqual([blue[0], blue[255]], [0, 0.5]);
  });

  // torchvision's ToTensor() and Normalize(0.5, 0.5), and Normalize((0.4914,), (0.2470,)), gave these on the bytes 1, 100 and 254.
  it('rounds as torchvision does', () => {
    const [half] = pixelTables(defaultNormalisation);
    const [red] = pixelTables({ mean: [0.4914, 0, 0], std: [0.247, 1, 1] });
    assert.deepEqual(
      [1, 100, 254].map((value) => half[value]),
      [-0.9921568632125854, -0.21568626165390015, 0.9921568632125854],
    );
    assert.deepEqual(
      [1, 100, 254].map((value) => red[value]),
      [-1.9735969305038452, -0.40179407596588135, 2.0432324409484863],
    );
  });

  it('refuses an image that is not there', () => {
    assert.throws(
      () => assembleBatch(countedSplit(2), Uint32Array.of(2), pixelTables(defaultNormalisation)),
      RangeError,
    );
  });
});
