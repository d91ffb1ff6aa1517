import type { GraphBuilder, Tensor } from '../graph/graphBuilder';
import { batchMatMul, matMul, reduce, reshape } from '../graph/operations';
import { inLayout, type Activation } from './activation';
import { bothAxes, constantOf, transformAxes, type AxisTransform } from './axisTransform';
import type { ConvolutionCase, ConvolutionPlan } from './convolutionPlan';
import { minimalFiltering } from './minimalFiltering';

/**
 * A 3×3 convolution of stride 1 or 2 and padding 1 by minimal filtering: in `hwnc` the transforms of image, filter and result are
 * products with small constant matrices, and between them is one batch of products of matrices, [N, Cin] × [Cin, Cout] a point.
 */
export function winogradConvolution({ attributes, input }: ConvolutionCase): ConvolutionPlan {
  const { inChannels, outChannels } = attributes;
  const [, height = 0, width = 0] = input;
  const stride = attributes.stride === 1 ? 1 : 2;
  const [down, across] = [minimalFiltering(height, stride), minimalFiltering(width, stride)];
  const taps = bothAxes(down.taps, across.taps);
  const intoPoints: AxisTransform = { down: down.input, across: across.input };
  const outOfPoints: AxisTransform = { down: down.output, across: across.output };
  const batched = (graph: GraphBuilder, points: Tensor, channels: number): Tensor =>
    reshape(graph, points, [down.products, down.tiles, across.products, -1, channels]);
  const imagePoints = (graph: GraphBuilder, x: Activation): Tensor =>
    batched(graph, transformAxes(graph, inLayout(graph, x, 'hwnc'), { ...intoPoints, channels: inChannels }), inChannels); // prettier-ignore
  const gradientPoints = (graph: GraphBuilder, dy: Activation): Tensor => {
    const transform = { ...outOfPoints, transposed: true, channels: outChannels };
    return batched(graph, transformAxes(graph, inLayout(graph, dy, 'hwnc'), transform), outChannels);
  };
  const filterPoints = (graph: GraphBuilder, weight: Tensor): Tensor => {
    const points = matMul(graph, [constantOf(graph, taps), reshape(graph, weight, [9, inChannels * outChannels])]);
    return reshape(graph, points, [down.products, 1, across.products, inChannels, outChannels]);
  };
  const backToImage = (
    graph: GraphBuilder,
    points: Tensor,
    transform: AxisTransform & { channels: number },
  ): Activation => {
    const sizes = [down.products * down.tiles, across.products * across.tiles, -1, transform.channels];
    return { tensor: transformAxes(graph, reshape(graph, points, sizes), transform), layout: 'hwnc' };
  };
  return {
    liveTaps: Array.from({ length: 9 }, (_, tap) => tap),
    forward: (graph, x, weight) => {
      const products = batchMatMul(graph, [imagePoints(graph, x), filterPoints(graph, weight)]);
      return backToImage(graph, products, { ...outOfPoints, channels: outChannels });
    },
    weightGradient: (graph, { x, dy }) => {
      const each = batchMatMul(graph, [imagePoints(graph, x), gradientPoints(graph, dy)], { a: true });
      const summed = down.tiles === 1 ? each : reduce(graph, 'Sum', { x: each, axes: [1] });
      const flat = reshape(graph, summed, [taps.rows, inChannels * outChannels]);
      return reshape(graph, matMul(graph, [constantOf(graph, taps), flat], { a: true }), [9, inChannels, outChannels]);
    },
    inputGradient: (graph, { weight, dy }) => {
      const products = batchMatMul(graph, [gradientPoints(graph, dy), filterPoints(graph, weight)], { b: true });
      return backToImage(graph, products, { ...intoPoints, transposed: true, channels: inChannels });
    },
  };
}
