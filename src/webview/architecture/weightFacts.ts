import { tensorsOf } from '../../model/tensorRules';
import { measured } from '../../protocol/format';
import { combined, oddities, type ElementStatistics, type TensorStatistics } from '../../protocol/weights';
import type { Fact } from '../../drawing/graph/hoverFacts';
import type { Subject } from '../../drawing/graph/network';

/** What is known of tensors, by their names. */
export type WeightsByName = ReadonlyMap<string, TensorStatistics>;

/** A layer's tensors, each in a line; of several layers their weights together, without biases and normalisation. */
export function weightFacts({ type, layers }: Subject, weights: WeightsByName): readonly Fact[] {
  const own = layers.flatMap(({ layer }) => tensorsOf(layer)).flatMap(({ name }) => weights.get(name) ?? []);
  if (type === 'layer') return own.flatMap((tensor) => factsOf(lastPart(tensor.name), tensor));
  const filters = own.filter(({ shape }) => shape.length > 1);
  return filters.length === 0 ? [] : factsOf('weight', combined(filters));
}

function factsOf(label: string, part: ElementStatistics): readonly Fact[] {
  const { mean, std, min, max } = part;
  const odd = oddities(part);
  return [
    { label, value: `${measured(mean)} ± ${measured(std)}` },
    { label: '', value: `${measured(min)} … ${measured(max)}` },
    ...(odd === '' ? [] : [{ label: '', value: odd }]),
  ];
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
