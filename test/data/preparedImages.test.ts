import assert from 'node:assert/strict';
import { assembleBatch, type Batch } from '../../src/trainer/data/assembleBatch';
import { defaultNormalisation, pixelTables } from '../../src/trainer/data/normalisation';
import { defaultInput, preparedImages } from '../../src/trainer/data/preparedImages';
import { countedSplit } from './countedSplit';

describe('pixelTables', () => {
  it('normalise each channel by its mean and deviation', () => {
    const [red, green, blue] = pixelTables({ mean: [0.5, 0.25, 0], std: [0.5, 0.125, 2] });
    assert.deepEqual([red[0], red[255]], [-1, 1]);
    assert.deepEqual([green[0], green[255]], [-2, 6]);
    assert.deepEqual([blue[0], blue[255]], [0, 0.5]);
  });

  // torchvision's ToTensor() and Normalize(0.5, 0.5), and Normalize((0.4914,), (0.2470,)), gave these on the bytes 1, 100 and 254.
  it('round as torchvision does', () => {
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
});

const shape = [3, 32, 32] as const;

/** A batch of real layout, augmented as said. */
function batchOf(top: readonly number[], left: readonly number[], flip: readonly number[]): Batch {
  const batch = assembleBatch(countedSplit(top.length), Uint32Array.from(top.keys()));
  const draws = { top: Int32Array.from(top), left: Int32Array.from(left), flip: Int32Array.from(flip) };
  return { ...batch, augmentation: draws };
}

/** One value as torchvision would come to it: pad with zero bytes, crop, flip, ToTensor, Normalize(0.5, 0.5). */
function expected({ images, augmentation }: Batch, at: readonly number[], padding: number): number {
  const [image = 0, row = 0, column = 0, channel = 0] = at;
  const seen = augmentation?.flip[image] === 1 ? 31 - column : column;
  const y = row + (augmentation?.top[image] ?? 0) - padding;
  const x = seen + (augmentation?.left[image] ?? 0) - padding;
  const inside = y >= 0 && y < 32 && x >= 0 && x < 32;
  const byte = inside ? (images[((image * 32 + y) * 32 + x) * 3 + channel] ?? Number.NaN) : 0;
  return Math.fround(Math.fround(Math.fround(byte / 255) - 0.5) / 0.5);
}

function check(batch: Batch, padding: number): void {
  const found = preparedImages(batch, shape, { normalisation: defaultNormalisation, cropPadding: padding });
  assert.equal(found.length, batch.images.length);
  found.forEach((value, index) => {
    const at = [Math.floor(index / 3072), Math.floor(index / 96) % 32, Math.floor(index / 3) % 32, index % 3];
    if (value !== expected(batch, at, padding)) assert.equal(value, expected(batch, at, padding), at.join());
  });
}

describe('preparedImages', () => {
  it('normalises bytes and leaves numbers as they are', () => {
    const batch = assembleBatch(countedSplit(2), Uint32Array.of(1, 0));
    check(batch, 0);
    const images = Float32Array.of(0.25, -3, 7);
    assert.deepEqual(preparedImages({ ...batch, images }, [3, 1, 1], defaultInput), images);
  });

  it('cuts each image out of its padding, and then mirrors it', () => {
    check(batchOf([4, 0, 8, 3, 8], [4, 0, 8, 6, 0], [0, 0, 0, 1, 1]), 4);
  });

  it('only mirrors where nothing is cut', () => {
    check(batchOf([0, 0], [0, 0], [1, 0]), 0);
  });

  it('can cut where nothing is left of the image', () => {
    const batch = batchOf([0], [64], [1]);
    const found = preparedImages(batch, shape, { ...defaultInput, cropPadding: 32 });
    assert.deepEqual(new Set(found), new Set([-1]));
  });

  it('pads with normalised zero bytes, channel by channel', () => {
    const normalisation = { mean: [0.5, 0.25, 0], std: [0.5, 0.125, 2] } as const;
    const found = preparedImages(batchOf([0], [0], [0]), shape, { normalisation, cropPadding: 1 });
    assert.deepEqual([...found.slice(0, 3)], [-1, -2, 0]);
  });
});
