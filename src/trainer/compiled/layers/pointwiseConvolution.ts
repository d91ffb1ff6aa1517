import type { GraphBuilder, Tensor } from '../graph/graphBuilder';
import { matMul, reshape } from '../graph/operations';
import { inLayout, sizesIn, type Activation } from './activation';
import type { ConvolutionCase, ConvolutionPlan } from './convolutionPlan';
import { subsample, subsampleGradient } from './subsample';

/**
 * A 1×1 convolution: one product of the pixels' channels with the filter, in either layout. A stride takes every stride-th
 * pixel first (oneDNN's own filter gradient of a strided 1×1, TensorFlow 2.21, AVX-512, writes past its memory).
 */
export function pointwiseConvolution({ attributes, output }: ConvolutionCase): ConvolutionPlan {
  const { stride, inChannels, outChannels } = attributes;
  const [, height = 0, width = 0] = output;
  const rows = (graph: GraphBuilder, { tensor }: Activation, channels: number): Tensor =>
    reshape(graph, tensor, [-1, channels]);
  const matrix = (graph: GraphBuilder, weight: Tensor): Tensor => reshape(graph, weight, [inChannels, outChannels]);
  const image = (graph: GraphBuilder, product: Tensor, of: { layout: Activation['layout']; channels: number }) => ({
    tensor: reshape(graph, product, sizesIn(of.layout, { batch: -1, channels: of.channels, height, width })),
    layout: of.layout,
  });
  return {
    liveTaps: [0],
    forward: (graph, x, weight) => {
      const product = matMul(graph, [rows(graph, subsample(graph, x, stride), inChannels), matrix(graph, weight)]);
      return image(graph, product, { layout: x.layout, channels: outChannels });
    },
    weightGradient: (graph, { x, dy }) => {
      const gradient = { tensor: inLayout(graph, dy, x.layout), layout: x.layout };
      const factors = [
        rows(graph, subsample(graph, x, stride), inChannels),
        rows(graph, gradient, outChannels),
      ] as const;
      return reshape(graph, matMul(graph, factors, { a: true }), [1, inChannels, outChannels]);
    },
    inputGradient: (graph, { x, weight, dy }) => {
      const product = matMul(graph, [rows(graph, dy, outChannels), matrix(graph, weight)], { b: true });
      const small = image(graph, product, { layout: dy.layout, channels: inChannels });
      return subsampleGradient(graph, x, { dy: small, stride });
    },
  };
}
