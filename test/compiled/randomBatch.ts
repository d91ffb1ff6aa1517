import type { Architecture } from '../../src/model/layer';
import { elements } from '../../src/model/layer';
import type { Batch } from '../../src/trainer/data/assembleBatch';
import { seededRandom } from '../../src/trainer/data/random';

/** Images of the standard normal distribution, prepared already, with labels; the same seed gives the same ones. */
export function randomBatch({ input, classes }: Architecture, count: number, seed: number): Batch {
  const random = seededRandom(seed, 1);
  const images = Float32Array.from({ length: count * elements(input) }, () => random.normal());
  const labels = Int32Array.from({ length: count }, () => random.below(classes));
  return { images, labels, count };
}
