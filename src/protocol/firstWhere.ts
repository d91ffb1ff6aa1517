/** The first place from 0 to `count` that is not behind, found by halving: places that are behind come before all others. */
export function firstWhere(count: number, isBehind: (place: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBehind(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
