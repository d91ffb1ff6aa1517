import { firstValues, type FirstValues } from '../model/firstValues';
import { elements, type Architecture } from '../model/layer';
import { tensorsOf } from '../model/tensorRules';
import { seededRandom, type Random } from './data/random';

/** How values of a size are drawn one after the other. */
const samplers: Readonly<Record<FirstValues['type'], (size: number, random: Random) => () => number>> = {
  normal: (deviation, random) => () => deviation * random.normal(),
  uniform: (bound, random) => () => bound * (2 * random.uniform() - 1),
  constant: (value) => () => value,
};

/** The values that a network starts from, in PyTorch's layouts; the same seed gives the same values everywhere. */
export function initialValues(architecture: Architecture, seed: number): ReadonlyMap<string, Float32Array> {
  const random = seededRandom(seed);
  return new Map(
    architecture.layers.flatMap((layer) =>
      tensorsOf(layer).map((spec): readonly [string, Float32Array] => {
        const { type, size } = firstValues(spec, layer, architecture);
        return [spec.name, filled(elements(spec.shape), samplers[type](size, random))];
      }),
    ),
  );
}

function filled(count: number, next: () => number): Float32Array {
  const values = new Float32Array(count);
  for (let index = 0; index < count; index++) values[index] = next();
  return values;
}
