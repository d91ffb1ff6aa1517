/** A pixel value v, 0…255, of a channel becomes (v / 255 − mean) / std. */
export interface Normalisation {
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** Values from −1 to 1. */
export const defaultNormalisation: Normalisation = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };

/** The normalised value of each byte, a table of 256 a channel. */
export type PixelTables = readonly [Float32Array, Float32Array, Float32Array];

/** The tables of a normalisation, rounded to float32 after each operation, as PyTorch's ToTensor and Normalize do. */
export function pixelTables({ mean, std }: Normalisation): PixelTables {
  const table = (channel: 0 | 1 | 2) =>
    Float32Array.from({ length: 256 }, (_, value) => {
      const centred = Math.fround(Math.fround(value / 255) - Math.fround(mean[channel]));
      return centred / Math.fround(std[channel]);
    });
  return [table(0), table(1), table(2)];
}
