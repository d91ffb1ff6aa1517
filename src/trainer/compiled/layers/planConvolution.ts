import { transformCost } from './axisTransform';
import type { ConvolutionCase, ConvolutionPlan } from './convolutionPlan';
import { denseConvolution } from './denseConvolution';
import { minimalFiltering } from './minimalFiltering';
import { pointwiseConvolution } from './pointwiseConvolution';
import { spatialConvolution } from './spatialConvolution';
import { winogradConvolution } from './winogradConvolution';

/**
 * The fastest way for a convolution of these sizes; all are exact but for rounding. The rule is measured: on two AVX2 cores a
 * product of matrices takes as long a multiplication as oneDNN's convolution, so that the fewest multiplications win.
 */
export function planConvolution(convolution: ConvolutionCase): ConvolutionPlan {
  const { kernel, padding } = convolution.attributes;
  if (kernel === 1 && padding === 0) return pointwiseConvolution(convolution);
  if (isFilterable(convolution) && filteringCost(convolution) < spatialCost(convolution))
    return winogradConvolution(convolution);
  if (pixels(convolution.input) < kernel * kernel) return denseConvolution(convolution);
  return spatialConvolution(convolution);
}

function isFilterable({ attributes: { kernel, stride, padding }, input }: ConvolutionCase): boolean {
  return kernel === 3 && stride === 1 && padding === 1 && Math.min(...input.slice(1)) > 1;
}

/** Multiplications of one image, those with padding included, since they are carried out. */
function spatialCost({ attributes: { kernel, inChannels, outChannels }, output }: ConvolutionCase): number {
  return pixels(output) * kernel * kernel * inChannels * outChannels;
}

/** A multiplication in a transform, whose matrices are small, against one in the products between them. */
const transformWeight = 1.5;

function filteringCost({ attributes: { inChannels, outChannels }, input }: ConvolutionCase): number {
  const [, height = 0, width = 0] = input;
  const [down, across] = [minimalFiltering(height), minimalFiltering(width)];
  const products = down.input.rows * across.input.rows;
  const transforms =
    inChannels * transformCost({ down: down.input, across: across.input }) +
    outChannels * transformCost({ down: down.output, across: across.output });
  return products * inChannels * outChannels + transformWeight * transforms;
}

function pixels([, height = 0, width = 0]: readonly number[]): number {
  return height * width;
}
