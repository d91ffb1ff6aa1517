import type { Kind, Layer, Shape } from '../../../model/layer';
import type { GraphBuilder, Tensor } from '../graph/graphBuilder';
import type { Activation } from './activation';
import type { ConvolutionPlan } from './convolutionPlan';

/** `train`: batch norm by the batch's own statistics, and values are dropped. */
export type Mode = 'train' | 'inference';

/** One layer where the graph is written: its place among the shapes, and what it may use. */
export interface LayerCall<K extends Kind = Kind> {
  readonly graph: GraphBuilder;
  readonly layer: Layer<K>;
  /** C×H×W, or C. */
  readonly input: Shape;
  readonly output: Shape;
  readonly inputs: readonly Activation[];
  readonly inputShapes: readonly Shape[];
  /** The first input. */
  readonly x: Activation;
  /** The part of a parameter or buffer that is computed with, by the suffix of its name. */
  readonly value: (suffix: string) => Tensor;
  readonly plan: (convolution: Layer<'conv2d'>) => ConvolutionPlan;
  /** [2], int32: what a layer that draws in training draws from. */
  readonly key: () => Tensor;
}

/** What a layer keeps from its forward pass for its gradient, besides its inputs and output. */
export interface Kept {
  /** Batch norm: the node whose further outputs are what its gradient wants. */
  readonly normalised?: Tensor;
  /** What a layer that drops values multiplied them with. */
  readonly mask?: Tensor;
}

/** A layer's forward pass. */
export interface Forwarded {
  readonly y: Activation;
  readonly kept: Kept;
  /** New values of buffers, by the suffix of their names. */
  readonly buffers?: Readonly<Record<string, Tensor>>;
}

/** A layer's forward pass together with the loss's gradient by its output. */
export interface GradientCall<K extends Kind = Kind> extends LayerCall<K> {
  readonly y: Activation;
  readonly kept: Kept;
  readonly dy: Activation;
  /** False where nothing before the layer learns: the first layer's input. */
  readonly needsInput: boolean;
}

/** The loss's gradients by a layer's inputs, in their order, and by its parameters, by the suffix of their names. */
export interface Gradients {
  readonly inputs: readonly Activation[];
  readonly parameters: Readonly<Record<string, Tensor>>;
}
