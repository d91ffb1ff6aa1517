import type { Batch } from '../src/trainer/data/assembleBatch';
import { seededRandom } from '../src/trainer/data/random';

/** What batches are made for. */
export interface NoiseOptions {
  /** C×H×W */
  readonly input: readonly number[];
  readonly classes: number;
  readonly batch: number;
  /** Stored bytes instead of numbers for the network. */
  readonly bytes: boolean;
}

/** Eight batches of noise, to be trained on in turn. */
export function noiseBatches({ input, classes, batch, bytes }: NoiseOptions): readonly Batch[] {
  const random = seededRandom(0);
  const size = input.reduce((product, length) => product * length, batch);
  return Array.from({ length: 8 }, () => ({
    images: bytes
      ? Uint8Array.from({ length: size }, () => random.below(256))
      : Float32Array.from({ length: size }, () => random.normal()),
    labels: Int32Array.from({ length: batch }, () => random.below(classes)),
    count: batch,
  }));
}
