import type { GraphBuilder, Tensor } from '../graph/graphBuilder';
import { gather, matMul, pad, reshape, segmentSum, transpose } from '../graph/operations';
import { inLayout } from './activation';
import type { ConvolutionCase, ConvolutionPlan } from './convolutionPlan';
import { tapTable } from './tapTable';

/**
 * A convolution on a small image as one product of matrices: every input position meets every output position through at most
 * one tap, so [N, P·Cin] × [P·Cin, Q·Cout] is all of it, its second factor gathered from the taps.
 */
export function denseConvolution(convolution: ConvolutionCase): ConvolutionPlan {
  const { inChannels, outChannels } = convolution.attributes;
  const { inputs, outputs, taps } = tapTable(convolution);
  const liveTaps = [...new Set(taps.filter((tap) => tap !== undefined))].sort((a, b) => a - b);
  const rows = taps.map((tap) => (tap === undefined ? undefined : liveTaps.indexOf(tap)));
  const [, height = 0, width = 0] = convolution.output;
  const [, inHeight = 0, inWidth = 0] = convolution.input;
  const matrix = (graph: GraphBuilder, weight: Tensor): Tensor => {
    if (taps.length === 1) return reshape(graph, weight, [inChannels, outChannels]);
    const met = gather(graph, withZeros(graph, weight, rows), rows.map((row) => row ?? liveTaps.length)); // prettier-ignore
    const ordered = transpose(graph, reshape(graph, met, [inputs, outputs, inChannels, outChannels]), [0, 2, 1, 3]);
    return reshape(graph, ordered, [inputs * inChannels, outputs * outChannels]);
  };
  const flatInput = (graph: GraphBuilder, x: Tensor): Tensor => reshape(graph, x, [-1, inputs * inChannels]);
  const flatOutput = (graph: GraphBuilder, y: Tensor): Tensor => reshape(graph, y, [-1, outputs * outChannels]);
  return {
    liveTaps,
    forward: (graph, x, weight) => {
      const product = matMul(graph, [flatInput(graph, inLayout(graph, x, 'nhwc')), matrix(graph, weight)]);
      return { tensor: reshape(graph, product, [-1, height, width, outChannels]), layout: 'nhwc' };
    },
    weightGradient: (graph, { x, dy }) => {
      const factors = [
        flatInput(graph, inLayout(graph, x, 'nhwc')),
        flatOutput(graph, inLayout(graph, dy, 'nhwc')),
      ] as const;
      const product = matMul(graph, factors, { a: true });
      if (taps.length === 1) return reshape(graph, product, [1, inChannels, outChannels]);
      const pairs = transpose(graph, reshape(graph, product, [inputs, inChannels, outputs, outChannels]), [0, 2, 1, 3]);
      return segmentSum(graph, reshape(graph, pairs, [taps.length, inChannels, outChannels]), {
        ids: rows.map((row) => row ?? -1),
        count: liveTaps.length,
      });
    },
    inputGradient: (graph, { weight, dy }) => {
      const factors = [flatOutput(graph, inLayout(graph, dy, 'nhwc')), matrix(graph, weight)] as const;
      const product = matMul(graph, factors, { b: true });
      return { tensor: reshape(graph, product, [-1, inHeight, inWidth, inChannels]), layout: 'nhwc' };
    },
  };
}

/** One tap of zeros at the end, for the pairs that do not meet. */
function withZeros(graph: GraphBuilder, weight: Tensor, rows: readonly (number | undefined)[]): Tensor {
  return rows.includes(undefined) ? pad(graph, weight, { sides: [[0, 1], [0, 0], [0, 0]] }) : weight; // prettier-ignore
}
