import type { ConvolutionCase, ConvolutionPlan } from './convolutionPlan';
import { denseConvolution } from './denseConvolution';
import { pointwiseConvolution } from './pointwiseConvolution';
import { spatialConvolution } from './spatialConvolution';
import { winogradConvolution } from './winogradConvolution';

/** The fastest exact way for a convolution of these sizes. */
export function planConvolution(convolution: ConvolutionCase): ConvolutionPlan {
  const { kernel, padding } = convolution.attributes;
  if (kernel === 1 && padding === 0) return pointwiseConvolution(convolution);
  const [, height = 0, width = 0] = convolution.input;
  if (
    process.env['WINO'] !== '0' &&
    kernel === 3 &&
    padding === 1 &&
    convolution.attributes.stride === 1 &&
    height * width > 1 &&
    height <= Number(process.env['WMAX'] ?? 8)
  )
    return winogradConvolution(convolution);
  if (height * width < kernel * kernel) return denseConvolution(convolution);
  return spatialConvolution(convolution);
}
