import type { LayerFacts } from '../../../model/analyze';
import { elements, formatShape } from '../../../model/layer';
import { tensorsOf, type TensorSpec } from '../../../model/tensorRules';
import { exact } from '../../../protocol/format';
import type { Fact } from '../../../drawing/graph/hoverFacts';
import { lastPart, nameInside } from '../../../drawing/graph/layerText';
import { subjectsOf, type Network, type Subject } from '../../../drawing/graph/network';
import { wholeId } from './wholeNetwork';

/** What of a subject is trained, and what batch norms keep beside it. */
export interface ParameterFacts {
  readonly trainable: readonly Fact[];
  readonly statistics: readonly Fact[];
}

/** A layer's tensors one by one; of a block its layers, of what holds blocks their sums. */
export function parameterFacts(subject: Subject, network: Network): ParameterFacts {
  const { totals, layers } = subject;
  if (subject.type === 'layer') {
    const specs = layers.flatMap(({ layer }) => tensorsOf(layer));
    return { trainable: tensorFacts(specs, 'parameter'), statistics: tensorFacts(specs, 'buffer') };
  }
  const parts = partsOf(subject, network);
  return {
    trainable:
      totals.params === 0
        ? []
        : [...sums(parts, ({ params }) => params), { label: 'All', value: exact(totals.params) }],
    statistics: totals.buffers === 0 ? [] : [{ label: 'All', value: exact(totals.buffers) }],
  };
}

function tensorFacts(specs: readonly TensorSpec[], role: TensorSpec['role']): readonly Fact[] {
  return specs
    .filter((spec) => spec.role === role)
    .map(({ name, shape }) => ({
      label: lastPart(name),
      value: `${formatShape(shape)} = ${exact(elements(shape))}`,
    }));
}

interface Part {
  readonly label: string;
  readonly params: number;
}

function partsOf({ id, layers, members }: Subject, network: Network): readonly Part[] {
  const parts = id === wholeId ? ['stem', ...network.outline.stages.map(({ name }) => name), 'head'] : members;
  if (parts.length === 0) return layers.map(partOfLayer(id));
  return subjectsOf(parts, network).map(({ title, totals }) => ({ label: title, params: totals.params }));
}

function partOfLayer(owner: string): (facts: LayerFacts) => Part {
  return ({ layer, params }) => ({ label: nameInside(layer.name, owner), params });
}

function sums(parts: readonly Part[], of: (part: Part) => number): readonly Fact[] {
  return parts.filter((part) => of(part) > 0).map((part) => ({ label: part.label, value: exact(of(part)) }));
}
