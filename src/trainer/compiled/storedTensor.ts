import { elements, type Shape } from '../../model/layer';
import type { TensorSpec } from '../../model/tensorRules';
import type { GraphBuilder, Tensor } from './graph/graphBuilder';
import { concat, gather, reshape, transpose } from './graph/operations';

/** A part of a parameter or buffer in memory of its own. */
export interface StoredPart {
  /** Name of the variable: the tensor's, with `.dead` appended for taps that never meet data. */
  readonly name: string;
  readonly shape: Shape;
  /** No gradient ever reaches it. */
  readonly dead: boolean;
}

/** Where a tensor of the network is kept, and how it comes from PyTorch's layout and goes back. */
export interface StoredTensor {
  readonly spec: TensorSpec;
  /** The part that is computed with comes first. */
  readonly parts: readonly StoredPart[];
  fromTorch(graph: GraphBuilder, value: Tensor): readonly Tensor[];
  toTorch(graph: GraphBuilder, parts: readonly Tensor[]): Tensor;
}

/** A tensor of one part; matrices [out, in] are kept as [in, out]. */
export function storedWhole(spec: TensorSpec): StoredTensor {
  const { name, shape } = spec;
  const isMatrix = shape.length === 2;
  const turned = (graph: GraphBuilder, value: Tensor): Tensor => (isMatrix ? transpose(graph, value, [1, 0]) : value);
  return {
    spec,
    parts: [{ name, shape: isMatrix ? [...shape].reverse() : shape, dead: false }],
    fromTorch: (graph, value) => [turned(graph, value)],
    toTorch: (graph, [value]) => turned(graph, required(value)),
  };
}

/** A filter [Cout, Cin / groups, K, K], kept as its live taps [taps, Cin / groups, Cout] and, apart, those that meet nothing but padding. */
export function storedFilter(spec: TensorSpec, liveTaps: readonly number[]): StoredTensor {
  const [outChannels = 0, inChannels = 0, ...kernel] = spec.shape;
  const taps = elements(kernel);
  const deadTaps = Array.from({ length: taps }, (_, tap) => tap).filter((tap) => !liveTaps.includes(tap));
  const groups = deadTaps.length === 0 ? [liveTaps] : [liveTaps, deadTaps];
  const order = groups.flat();
  return {
    spec,
    parts: groups.map((group, index) => ({
      name: index === 0 ? spec.name : `${spec.name}.dead`,
      shape: [group.length, inChannels, outChannels],
      dead: index > 0,
    })),
    fromTorch: (graph, value) => {
      const all = transpose(graph, reshape(graph, value, [outChannels, inChannels, taps]), [2, 1, 0]);
      return groups.length === 1 ? [all] : groups.map((group) => gather(graph, all, group));
    },
    toTorch: (graph, parts) => {
      const joined = concat(graph, parts, 0);
      const places = Array.from({ length: taps }, (_, tap) => order.indexOf(tap));
      const all = groups.length === 1 ? joined : gather(graph, joined, places);
      return reshape(graph, transpose(graph, all, [2, 1, 0]), spec.shape);
    },
  };
}

function required(value: Tensor | undefined): Tensor {
  if (value === undefined) throw new RangeError('A stored tensor has no parts.');
  return value;
}
