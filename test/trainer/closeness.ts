import assert from 'node:assert/strict';

type Numbers = ArrayLike<number>;

/** ‖a − b‖ / ‖b‖. */
export function relativeL2(actual: Numbers, expected: Numbers): number {
  assert.equal(actual.length, expected.length);
  let [difference, size] = [0, 0];
  for (let index = 0; index < expected.length; index++) {
    const b = expected[index] ?? Number.NaN;
    difference += ((actual[index] ?? Number.NaN) - b) ** 2;
    size += b ** 2;
  }
  return Math.sqrt(difference / size);
}

/** max |a − b| / max |b|. */
export function relativeToLargest(actual: Numbers, expected: Numbers): number {
  return largestDifference(actual, expected) / largestDifference(expected, new Float32Array(expected.length));
}

/** max |a − b|; NaN if any is. */
export function largestDifference(actual: Numbers, expected: Numbers): number {
  assert.equal(actual.length, expected.length);
  let largest = 0;
  for (let index = 0; index < expected.length; index++)
    largest = Math.max(largest, Math.abs((actual[index] ?? Number.NaN) - (expected[index] ?? Number.NaN)));
  return largest;
}

/** Fails unless the value is at most the bound; NaN fails. */
export function within(value: number, bound: number, what: string): void {
  assert.ok(value <= bound, `${what}: ${value} is above ${bound}`);
}
