import { real, type } from '../graph/attributes';
import type { GraphBuilder, Tensor } from '../graph/graphBuilder';
import { asReal, concat, elementwise, int32s, reduce, reshape, slice } from '../graph/operations';
import type { Activation } from './activation';
import { constantOf } from './axisTransform';
import type { ConvolutionCase, ConvolutionPlan } from './convolutionPlan';
import { matrix } from './minimalFiltering';

/**
 * A part with fewer channels costs as much as one with so many; and, until a part has enough, more parts than these cost more than the
 * zeros in larger ones (oneDNN on AVX2 over the three passes of a step, ResNeXt-50's sizes).
 */
const limits = { fewestChannels: 16, mostParts: 16, enoughChannels: 64 } as const;

/**
 * A convolution in groups as some smaller ones whose outputs lie side by side. A part is one group, or, where groups are narrow, a few
 * of them: its filter is zero where an input channel meets an output channel of another group.
 */
export function groupedConvolution(
  convolution: ConvolutionCase,
  planPart: (part: ConvolutionCase) => ConvolutionPlan,
): ConvolutionPlan {
  const split = splitOf(convolution);
  const plan = planPart(split.part);
  const parts = Array.from({ length: split.parts }, (_, index) => index);
  const { inChannels, outChannels } = split.part.attributes;
  const seen = (graph: GraphBuilder, x: Activation, index: number) => piece(graph, x, { channels: inChannels, index });
  const given = (graph: GraphBuilder, dy: Activation, index: number) => piece(graph, dy, { channels: outChannels, index }); // prettier-ignore
  return {
    liveTaps: plan.liveTaps,
    forward: (graph, x, weight) =>
      sideBySide(
        graph,
        parts.map((index) => plan.forward(graph, seen(graph, x, index), filterOf(graph, weight, { split, index }))),
      ),
    weightGradient: (graph, { x, weight, dy }) =>
      concat(
        graph,
        parts.map((index) => {
          const at = { x: seen(graph, x, index), weight: filterOf(graph, weight, { split, index }), dy: given(graph, dy, index) }; // prettier-ignore
          return filterGradient(graph, plan.weightGradient(graph, at), { split, taps: plan.liveTaps.length });
        }),
        2,
      ),
    inputGradient: (graph, { x, weight, dy }) =>
      sideBySide(
        graph,
        parts.map((index) => {
          const at = { x: seen(graph, x, index), weight: filterOf(graph, weight, { split, index }), dy: given(graph, dy, index) }; // prettier-ignore
          return plan.inputGradient(graph, at);
        }),
      ),
  };
}

/** How groups fall into parts. */
interface GroupSplit {
  readonly parts: number;
  /** Groups in a part. */
  readonly groups: number;
  /** One part as a convolution without groups. */
  readonly part: ConvolutionCase;
}

function splitOf({ attributes, input, output }: ConvolutionCase): GroupSplit {
  const { groups: all, inChannels, outChannels } = attributes;
  const narrowest = Math.min(inChannels, outChannels) / all;
  const divisors = Array.from({ length: all }, (_, index) => index + 1).filter((count) => all % count === 0);
  const groups = divisors.find((count) => isWorthwhile(all / count, count * narrowest)) ?? all;
  const parts = all / groups;
  const sizes = { inChannels: inChannels / parts, outChannels: outChannels / parts };
  return {
    ...{ parts, groups },
    part: {
      attributes: { ...attributes, ...sizes, groups: 1 },
      input: [sizes.inChannels, ...input.slice(1)],
      output: [sizes.outChannels, ...output.slice(1)],
    },
  };
}

function isWorthwhile(parts: number, channels: number): boolean {
  const { fewestChannels, mostParts, enoughChannels } = limits;
  return channels >= fewestChannels && (parts <= mostParts || channels >= enoughChannels);
}

/** The channels of one part. */
function piece(
  graph: GraphBuilder,
  { tensor, layout }: Activation,
  { channels, index }: { readonly channels: number; readonly index: number },
): Activation {
  const bounds = { begin: [0, 0, 0, index * channels], size: [-1, -1, -1, channels] };
  return { tensor: slice(graph, tensor, bounds), layout };
}

function sideBySide(graph: GraphBuilder, parts: readonly Activation[]): Activation {
  const tensors = parts.map(({ tensor }) => tensor);
  return { tensor: concat(graph, tensors, 3), layout: parts[0]?.layout ?? 'nhwc' };
}

/** A part's filter [taps, Cin, Cout] from all groups' [taps, Cin / groups, Cout]. */
function filterOf(
  graph: GraphBuilder,
  weight: Tensor,
  { split, index }: { readonly split: GroupSplit; readonly index: number },
): Tensor {
  const { outChannels } = split.part.attributes;
  const own = slice(graph, weight, { begin: [0, 0, index * outChannels], size: [-1, -1, outChannels] });
  if (split.groups === 1) return own;
  const attributes = { T: real, Tmultiples: type('int32') };
  const repeated = graph.node('Tile', { inputs: [own, int32s(graph, [1, split.groups, 1])], attributes });
  return elementwise(graph, 'Mul', [repeated, sameGroup(graph, split, weight)]);
}

/** All groups' share of the gradient by a part's filter. */
function filterGradient(
  graph: GraphBuilder,
  gradient: Tensor,
  { split, taps }: { readonly split: GroupSplit; readonly taps: number },
): Tensor {
  if (split.groups === 1) return gradient;
  const { groups, part } = split;
  const { inChannels, outChannels } = part.attributes;
  const own = elementwise(graph, 'Mul', [gradient, sameGroup(graph, split, gradient)]);
  const byGroup = reshape(graph, own, [taps, groups, inChannels / groups, outChannels]);
  return reduce(graph, 'Sum', { x: byGroup, axes: [1] });
}

/** [Cin, Cout]: 1 where both channels are of one group, in the precision of `like`. */
function sameGroup(graph: GraphBuilder, { groups, part }: GroupSplit, like: Tensor): Tensor {
  const { inChannels, outChannels } = part.attributes;
  const groupOf = (channel: number, channels: number): number => Math.floor((channel * groups) / channels);
  const mask = matrix(inChannels, outChannels, (from, to) =>
    groupOf(from, inChannels) === groupOf(to, outChannels) ? 1 : 0,
  );
  return asReal(graph, constantOf(graph, mask), graph.realOf(like));
}
