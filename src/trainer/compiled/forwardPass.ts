import { analyze } from '../../model/analyze';
import { isKind, type Architecture, type Layer } from '../../model/layer';
import type { GraphBuilder, Tensor } from './graph/graphBuilder';
import { asReal } from './graph/operations';
import type { Activation } from './layers/activation';
import type { ConvolutionPlan } from './layers/convolutionPlan';
import { forwardLayer } from './layers/forwardRows';
import type { Kept, LayerCall, Mode } from './layers/layerCall';
import type { NetworkTensor } from './networkTensors';
import type { RandomKeys } from './randomKeys';

/** What the layers of a network are written with. */
export interface ForwardParts {
  readonly graph: GraphBuilder;
  readonly architecture: Architecture;
  readonly plans: ReadonlyMap<string, ConvolutionPlan>;
  /** The part of a parameter or buffer that is computed with, by its name. */
  readonly valueOf: (name: string) => Tensor | undefined;
  readonly keyOf: RandomKeys['keyOf'];
}

/** The same for a network that learns, with its memory. */
export interface NetworkParts extends ForwardParts {
  readonly tensors: ReadonlyMap<string, NetworkTensor>;
  readonly keys: RandomKeys;
}

/** A layer whose forward pass is in the graph. */
export interface WrittenLayer {
  readonly call: LayerCall;
  readonly y: Activation;
  readonly kept: Kept;
  readonly buffers: Readonly<Record<string, Tensor>>;
}

/** Writes all layers' forward passes, in the precision of the images; the last one's output is the logits. */
export function writeForward(parts: ForwardParts, images: Tensor, mode: Mode): readonly WrittenLayer[] {
  const written = new Map<string, WrittenLayer>();
  const start: Activation = { tensor: images, layout: 'nhwc' };
  for (const { layer, input, output } of analyze(parts.architecture).layers) {
    const inputs = layer.inputs.map((name) => written.get(name)?.y ?? start);
    const inputShapes = layer.inputs.map((name) => written.get(name)?.call.output ?? []);
    const call = { ...callOf(parts, layer), input, output, inputs, inputShapes, x: inputs[0] ?? start };
    const { y, kept, buffers = {} } = parts.graph.within(layer.name, () => forwardLayer(call, mode));
    written.set(layer.name, { call, y, kept, buffers });
  }
  return [...written.values()];
}

/** The logits [N, classes], as floats. */
export function logitsOf(layers: readonly WrittenLayer[]): Tensor {
  const last = layers.at(-1);
  if (last === undefined) throw new RangeError('The network has no layers.');
  return asReal(last.call.graph, last.y.tensor, 'float');
}

function callOf(
  { graph, plans, valueOf, keyOf }: ForwardParts,
  layer: Layer,
): Pick<LayerCall, 'graph' | 'layer' | 'value' | 'plan' | 'key'> {
  return {
    graph,
    layer,
    value: (suffix) => {
      const value = valueOf(`${layer.name}.${suffix}`);
      if (value === undefined) throw new RangeError(`${layer.name} has no ${suffix}.`);
      return value;
    },
    plan: (convolution) => {
      const plan = isKind(convolution, 'conv2d') ? plans.get(convolution.name) : undefined;
      if (plan === undefined) throw new RangeError(`${convolution.name} has no plan.`);
      return plan;
    },
    key: () => keyOf(layer),
  };
}
