import type { Random } from '../../src/trainer/data/random';
import { existing } from '../trainer/tensorSamples';
import type { Values } from './differentiable';

/** Σ a · b over the tensors of `a`. */
export function dot(a: Values, b: Values): number {
  let sum = 0;
  for (const [name, values] of a) {
    const others = existing(b.get(name));
    values.forEach((value, index) => (sum += value * existing(others[index])));
  }
  return sum;
}

/** a / ‖a‖. */
export function unit(a: Values): Values {
  const length = Math.sqrt(dot(a, a));
  return new Map([...a].map(([name, values]) => [name, values.map((value) => value / length)]));
}

/** A direction of length 1 in which no tensor is preferred. */
export function randomDirection(like: Values, random: Random): Values {
  return unit(new Map([...like].map(([name, values]) => [name, values.map(() => random.normal())])));
}

/** a + t · direction; tensors without a direction stay. */
export function moved(a: Values, direction: Values, t: number): Values {
  return new Map(
    [...a].map(([name, values]) => {
      const along = direction.get(name);
      return [name, values.map((value, index) => value + t * (along?.[index] ?? 0))];
    }),
  );
}
