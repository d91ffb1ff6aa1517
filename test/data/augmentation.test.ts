import assert from 'node:assert/strict';
import { augmentationSlice, drawAugmentation, type Augmentation } from '../../src/trainer/data/augmentation';

const recipe = { randomCrop: 4, randomHorizontalFlip: 0.5 };

function drawn(
  epoch: { count?: number; seed?: number; epoch?: number },
  changes: Partial<typeof recipe> = {},
): Augmentation {
  const draws = drawAugmentation({ count: 200, seed: 1, epoch: 1, ...epoch }, { ...recipe, ...changes });
  assert.ok(draws !== undefined);
  return draws;
}

describe('drawAugmentation', () => {
  it('draws nothing where no image is changed', () => {
    const plain = { randomCrop: 0, randomHorizontalFlip: 0 };
    assert.equal(drawAugmentation({ count: 5, seed: 0, epoch: 1 }, plain), undefined);
  });

  it('depends on seed, epoch and place alone', () => {
    assert.deepEqual(drawn({}), drawn({}));
    assert.notDeepEqual(drawn({}), drawn({ seed: 2 }));
    assert.notDeepEqual(drawn({}), drawn({ epoch: 2 }));
    assert.deepEqual(augmentationSlice(drawn({ count: 300 }), { start: 0, end: 200 }), drawn({}));
    const { top, left, flip } = drawn({});
    const part = { top: top.slice(150, 200), left: left.slice(150, 200), flip: flip.slice(150, 200) };
    assert.deepEqual(augmentationSlice(drawn({}), { start: 150, end: 999 }), part);
  });

  it('mirrors the same images whatever the padding', () => {
    assert.deepEqual(drawn({}).flip, drawn({}, { randomCrop: 0 }).flip);
    assert.deepEqual(new Set(drawn({}, { randomCrop: 0 }).top), new Set([0]));
  });

  it('draws each offset equally often, and a flip as often as it is probable', () => {
    const { top, left, flip } = drawn({ count: 18_000 }, { randomHorizontalFlip: 0.25 });
    for (const offsets of [top, left])
      for (let offset = 0; offset <= 8; offset++) {
        const times = offsets.filter((value) => value === offset).length;
        assert.ok(Math.abs(times - 2000) < 200, `${offset}: ${times}`);
      }
    const flips = flip.reduce((sum, value) => sum + value, 0);
    assert.ok(Math.abs(flips - 4500) < 200, String(flips));
    assert.deepEqual(new Set(flip), new Set([0, 1]));
  });

  it('always and never mirrors', () => {
    assert.deepEqual(new Set(drawn({}, { randomHorizontalFlip: 1 }).flip), new Set([1]));
    assert.deepEqual(new Set(drawn({}, { randomHorizontalFlip: 0 }).flip), new Set([0]));
  });
});
