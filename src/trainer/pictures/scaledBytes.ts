/** Values as bytes, and what 0 and 255 stand for. */
export interface Scaled {
  readonly min: number;
  readonly max: number;
  readonly pixels: Uint8Array;
}

/** Values from their own least, 0, to their largest, 255; where all are alike or none is finite, all are 0. */
export function scaledBytes(values: Float32Array): Scaled {
  const finite = values.filter((value) => Number.isFinite(value));
  const min = finite.reduce((least, value) => Math.min(least, value), finite[0] ?? 0);
  const max = finite.reduce((top, value) => Math.max(top, value), finite[0] ?? 0);
  const scale = max > min ? 255 / (max - min) : 0;
  // a clamped array makes NaN 0, and infinities 0 or 255
  const pixels = Uint8ClampedArray.from(values, (value) => (scale === 0 ? 0 : (value - min) * scale));
  return { min, max, pixels: new Uint8Array(pixels.buffer) };
}
