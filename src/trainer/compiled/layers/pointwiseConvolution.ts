import type { GraphBuilder, Tensor } from '../graph/graphBuilder';
import { matMul, pad, reshape, slice } from '../graph/operations';
import { inLayout, sizesIn, spatialSides, type Activation } from './activation';
import type { ConvolutionCase, ConvolutionPlan } from './convolutionPlan';
import { subsample, subsampleGradient } from './subsample';

/**
 * A 1×1 convolution: one product of the pixels' channels with the filter, in either layout. A stride takes every stride-th
 * pixel first (oneDNN's own filter gradient of a strided 1×1, TensorFlow 2.21, AVX-512, writes past its memory).
 */
export function pointwiseConvolution({ attributes, input, output }: ConvolutionCase): ConvolutionPlan {
  const { stride, padding, inChannels, outChannels } = attributes;
  const [, height = 0, width = 0] = output;
  const rows = (graph: GraphBuilder, { tensor }: Activation, channels: number): Tensor =>
    reshape(graph, tensor, [-1, channels]);
  const matrix = (graph: GraphBuilder, weight: Tensor): Tensor => reshape(graph, weight, [inChannels, outChannels]);
  const image = (graph: GraphBuilder, product: Tensor, of: { layout: Activation['layout']; channels: number }) => ({
    tensor: reshape(graph, product, sizesIn(of.layout, { batch: -1, channels: of.channels, height, width })),
    layout: of.layout,
  });
  const padded = (graph: GraphBuilder, x: Activation): Activation => {
    if (padding === 0) return x;
    return { tensor: pad(graph, x.tensor, { sides: spatialSides(x.layout, [padding, padding]) }), layout: x.layout };
  };
  const unpadded = (graph: GraphBuilder, dx: Activation): Activation => {
    if (padding === 0) return dx;
    const [, inHeight = 0, inWidth = 0] = input;
    const begin = spatialSides(dx.layout, [padding, padding]).map(([before]) => before);
    const size = sizesIn(dx.layout, { batch: -1, channels: inChannels, height: inHeight, width: inWidth });
    return { tensor: slice(graph, dx.tensor, { begin, size }), layout: dx.layout };
  };
  const seen = (graph: GraphBuilder, x: Activation): Activation => subsample(graph, padded(graph, x), stride);
  return {
    liveTaps: [0],
    forward: (graph, x, weight) => {
      const product = matMul(graph, [rows(graph, seen(graph, x), inChannels), matrix(graph, weight)]);
      return image(graph, product, { layout: x.layout, channels: outChannels });
    },
    weightGradient: (graph, { x, dy }) => {
      const gradient = { tensor: inLayout(graph, dy, x.layout), layout: x.layout };
      const factors = [rows(graph, seen(graph, x), inChannels), rows(graph, gradient, outChannels)] as const;
      return reshape(graph, matMul(graph, factors, { a: true }), [1, inChannels, outChannels]);
    },
    inputGradient: (graph, { x, weight, dy }) => {
      const product = matMul(graph, [rows(graph, dy, outChannels), matrix(graph, weight)], { b: true });
      const small = image(graph, product, { layout: dy.layout, channels: inChannels });
      return unpadded(graph, subsampleGradient(graph, padded(graph, x), { dy: small, stride }));
    },
  };
}
