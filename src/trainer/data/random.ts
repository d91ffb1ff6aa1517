/** A source of repeatable random numbers: the same seed and stream give the same numbers on every machine. */
export interface Random {
  /** A whole number from 0 to 2³²−1. */
  readonly uint32: () => number;
  /** A whole number from 0 to `count`−1, without bias; `count` is at most 2³². */
  readonly below: (count: number) => number;
  /** A number in [0, 1) with 53 random bits. */
  readonly uniform: () => number;
  /** A number of the standard normal distribution, by the Box–Muller transform. */
  readonly normal: () => number;
}

/** Independent streams of one seed come from different `stream` numbers: SplitMix64 fills the state of xoshiro128**, as its authors advise. */
export function seededRandom(seed: number, stream = 0): Random {
  const mixed = splitMix64(BigInt(seed))() ^ BigInt.asUintN(64, BigInt(stream));
  const state = splitMix64(mixed);
  const words = [state(), state()].flatMap((value) => [Number(value & 0xffffffffn), Number(value >> 32n)]);
  return randomFrom(xoshiro128StarStar(words));
}

function randomFrom(uint32: () => number): Random {
  const uniform = () => ((uint32() >>> 5) * 2 ** 26 + (uint32() >>> 6)) / 2 ** 53;
  const below = (count: number) => {
    const fair = 2 ** 32 - (2 ** 32 % count);
    let value = uint32();
    while (value >= fair) value = uint32();
    return value % count;
  };
  let spare: number | undefined;
  const normal = () => {
    const kept = spare;
    spare = undefined;
    if (kept !== undefined) return kept;
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return { uint32, below, uniform, normal };
}

/** Blackman and Vigna's xoshiro128** 1.1 (prng.di.unimi.it) from a state of four 32-bit words that are not all 0. */
export function xoshiro128StarStar(state: readonly number[]): () => number {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** Steele, Lea and Flood's SplitMix64; negative seeds are taken modulo 2⁶⁴. */
export function splitMix64(seed: bigint): () => bigint {
  let state = seed;
  const multiply = (value: bigint, factor: bigint) => BigInt.asUintN(64, value * factor);
  return () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    const first = multiply(state ^ (state >> 30n), 0xbf58476d1ce4e5b9n);
    const second = multiply(first ^ (first >> 27n), 0x94d049bb133111ebn);
    return second ^ (second >> 31n);
  };
}
