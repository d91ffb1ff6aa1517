import { seededRandom } from './random';

/**
 * The order of one epoch's images, shuffled by Fisher and Yates: the same for the same seed and epoch on every machine.
 * Epoch e draws from the seed's stream e + 1, so that stream 0 is left for the initial weights.
 */
export function shuffledOrder(count: number, seed: number, epoch: number): Uint32Array {
  const random = seededRandom(seed, epoch + 1);
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const moved = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = moved;
  }
  return order;
}
