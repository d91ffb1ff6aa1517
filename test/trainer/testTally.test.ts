import assert from 'node:assert/strict';
import { TestTally } from '../../src/trainer/testTally';

const probabilities = [
  [0.5, 0.25, 0.25],
  [0.125, 0.75, 0.125],
  [0.25, 0.5, 0.25],
  [0.1, 0.2, 0.7],
];
const labels = Int32Array.of(0, 1, 0, 1);

/** Added to every logit: it changes no probability, but overflows where they are taken to the power of e as they are. */
const shift = 1024;

function logitsOf(rows: readonly (readonly number[])[]): Float32Array {
  return Float32Array.from(rows.flat(), (probability) => Math.log(probability) + shift);
}

const pixelsOf = (image: number): Uint8Array => new Uint8Array(2).fill(image);

describe('the tally of a test', () => {
  it('counts which class each image is taken for, over batches', () => {
    const tally = new TestTally(3);
    tally.add({ labels: labels.subarray(0, 3), logits: logitsOf(probabilities.slice(0, 3)) });
    tally.add({ labels: labels.subarray(3), logits: logitsOf(probabilities.slice(3)) });
    const { epoch, confusion, mistakes, pixels } = tally.result(7, pixelsOf);
    assert.equal(epoch, 7);
    assert.deepEqual(confusion, [
      [1, 1, 0],
      [0, 1, 1],
      [0, 0, 0],
    ]);
    assert.deepEqual(
      mistakes.map(({ probability, ...rest }) => ({ ...rest, probability: probability.toFixed(2) })),
      [
        { image: 3, label: 1, predicted: 2, probability: '0.70' },
        { image: 2, label: 0, predicted: 1, probability: '0.50' },
      ],
    );
    assert.deepEqual(pixels, Uint8Array.of(3, 3, 2, 2));
  });

  it('keeps the twelve most confident mistakes', () => {
    const tally = new TestTally(2);
    for (let image = 0; image < 40; image++) {
      const wrong = 0.51 + ((image * 7) % 40) / 100;
      tally.add({ labels: Int32Array.of(0), logits: logitsOf([[1 - wrong, wrong]]) });
    }
    const { mistakes } = tally.result(1, pixelsOf);
    const expected = Array.from({ length: 12 }, (_, rank) => (0.9 - rank / 100).toFixed(2));
    assert.deepEqual(
      mistakes.map(({ probability }) => probability.toFixed(2)),
      expected,
    );
  });

  it('leaves out mistakes whose probability is no number', () => {
    const tally = new TestTally(2);
    tally.add({ labels: Int32Array.of(1), logits: Float32Array.of(Number.NaN, Number.NaN) });
    assert.deepEqual(tally.result(1, pixelsOf).mistakes, []);
  });
});
