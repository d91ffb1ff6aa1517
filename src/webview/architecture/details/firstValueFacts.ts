import { firstValues, type FirstValues } from '../../../model/firstValues';
import type { Architecture } from '../../../model/layer';
import { tensorsOf } from '../../../model/tensorRules';
import { measured } from '../../../protocol/format';
import type { Fact } from '../../../drawing/graph/hoverFacts';
import { nameInside } from '../../../drawing/graph/layerText';
import type { Subject } from '../../../drawing/graph/network';

const words: Readonly<Record<FirstValues['type'], (size: string) => string>> = {
  normal: (deviation) => `normal, σ = ${deviation}`,
  uniform: (bound) => `uniform, ±${bound}`,
  constant: (value) => value,
};

/** How each tensor of a layer starts before training; of several layers, each weight of a convolution or matrix. */
export function firstValueFacts({ id, type, layers }: Subject, architecture: Architecture): readonly Fact[] {
  return layers.flatMap(({ layer }) =>
    tensorsOf(layer)
      .filter(({ shape }) => type === 'layer' || shape.length > 1)
      .map((spec) => ({
        label: nameInside(spec.name, id),
        value: sentence(firstValues(spec, layer, architecture)),
      })),
  );
}

/** `normal, σ = 0.0589 = √(2 / fan-out), fan-out 576`. */
function sentence({ type, size, rule }: FirstValues): string {
  const number = words[type](measured(size));
  return rule === '' ? number : `${number} = ${rule}`;
}
