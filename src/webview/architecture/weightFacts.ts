import { tensorsOf } from '../../model/tensorRules';
import { measured } from '../../protocol/format';
import { combined, oddities, type ElementStatistics, type TensorStatistics } from '../../protocol/weights';
import type { Fact } from '../../drawing/graph/hoverFacts';
import { lastPart } from '../../drawing/graph/layerText';
import type { Subject } from '../../drawing/graph/network';

/** What is known of tensors, by their names. */
export type WeightsByName = ReadonlyMap<string, TensorStatistics>;

/** A layer's tensors, each in a line; of several layers their weights together, without biases and normalisation. */
export function weightFacts(subject: Subject, weights: WeightsByName): readonly Fact[] {
  const told = toldWeights(subject, weights);
  if (subject.type === 'layer') return told.flatMap((tensor) => factsOf(lastPart(tensor.name), tensor));
  return told.length === 0 ? [] : factsOf('weight', combined(told));
}

/** What is known of a layer's tensors; of several layers, of their filters and matrices alone. */
export function toldWeights({ type, layers }: Subject, weights: WeightsByName): readonly TensorStatistics[] {
  const own = layers.flatMap(({ layer }) => tensorsOf(layer)).flatMap(({ name }) => weights.get(name) ?? []);
  return type === 'layer' ? own : own.filter(({ shape }) => shape.length > 1);
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
