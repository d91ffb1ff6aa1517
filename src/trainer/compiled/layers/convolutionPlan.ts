import type { LayerAttributes, Shape } from '../../../model/layer';
import type { GraphBuilder, Tensor } from '../graph/graphBuilder';
import type { Activation } from './activation';

/** A convolution whose every size but the batch's is known. */
export interface ConvolutionCase {
  readonly attributes: LayerAttributes['conv2d'];
  /** C×H×W. */
  readonly input: Shape;
  readonly output: Shape;
}

/** What a convolution's gradient needs besides the output's. */
export interface ConvolutionGradient {
  readonly x: Activation;
  readonly weight: Tensor;
  readonly dy: Activation;
}

/** One exact way to carry out a convolution and its gradients. Weights are the kernel's live taps, [taps, Cin / groups, Cout]. */
export interface ConvolutionPlan {
  /** The taps, row by row, that meet the image somewhere; all others are multiplied by padding alone. */
  readonly liveTaps: readonly number[];
  forward(graph: GraphBuilder, x: Activation, weight: Tensor): Activation;
  weightGradient(graph: GraphBuilder, gradient: ConvolutionGradient): Tensor;
  inputGradient(graph: GraphBuilder, gradient: ConvolutionGradient): Activation;
}
