/**
 * Numbers that are 0 or more in 16 bits each, evenly spaced on a log scale from 2⁻³² to 2³²: within 0.035 % of what they were.
 * 0, NaN and +∞ keep themselves; smaller and larger ones take the ends of the scale.
 */
const codes = { zero: 0, least: 1, most: 0xfffd, infinity: 0xfffe, nan: 0xffff } as const;
const [lowest, octaves] = [-32, 64];
const perOctave = (codes.most - codes.least) / octaves;

export function encodeLog(values: ArrayLike<number>): Uint16Array {
  const encoded = new Uint16Array(values.length);
  for (let at = 0; at < values.length; at++) encoded[at] = codeOf(values[at] ?? Number.NaN);
  return encoded;
}

export function decodeLog(encoded: ArrayLike<number>): Float32Array {
  const values = new Float32Array(encoded.length);
  for (let at = 0; at < encoded.length; at++) values[at] = numbers[encoded[at] ?? codes.nan] ?? Number.NaN;
  return values;
}

function codeOf(value: number): number {
  if (value > 0 && value < Infinity) {
    const code = Math.round((Math.log2(value) - lowest) * perOctave) + codes.least;
    return Math.min(codes.most, Math.max(codes.least, code));
  }
  if (value === Infinity) return codes.infinity;
  return value === 0 ? codes.zero : codes.nan;
}

/** What each code stands for. */
const numbers = Float32Array.from({ length: 0x10000 }, (_, code) => {
  if (code === codes.zero) return 0;
  if (code === codes.infinity) return Infinity;
  return code === codes.nan ? Number.NaN : 2 ** ((code - codes.least) / perOctave + lowest);
});
