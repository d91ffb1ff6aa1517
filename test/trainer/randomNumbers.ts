/** Numbers that a seed repeats. */
export interface RandomNumbers {
  /** A whole number from 0 on, below the limit; 0 for a limit of 0. */
  readonly below: (limit: number) => number;
  readonly pick: <T>(from: readonly [T, ...T[]] | readonly T[]) => T;
}

/** Mulberry32. */
export function randomNumbers(seed: number): RandomNumbers {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick: (from) => {
      const found = from[below(from.length)];
      if (found === undefined) throw new Error('There is nothing to pick from.');
      return found;
    },
  };
}
