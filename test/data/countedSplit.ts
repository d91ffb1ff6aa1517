import type { Split } from '../../src/trainer/data/dataset';

/** Images whose label is their number and whose byte at `at` is (7 × number + at) modulo 256, in memory of their own. */
export function countedSplit(count: number): Split {
  const labels = Uint8Array.from({ length: count }, (_, image) => image);
  const pixels = Uint8Array.from({ length: count * 3072 }, (_, at) => 7 * Math.floor(at / 3072) + (at % 3072));
  return { count, labels, pixels };
}
