import { type } from '../graph/attributes';
import type { GraphBuilder, Tensor } from '../graph/graphBuilder';
import { cast, elementwise, int32s, scalar, shapeOf } from '../graph/operations';
import { inLayout } from './activation';
import type { Forwarded, GradientCall, Gradients, LayerCall, Mode } from './layerCall';
import { scaledBy } from './scaledBy';

type RandomKind = 'dropout' | 'stochasticDepth';

/** torch.nn.Dropout: in training each value stays with probability 1 − p, and is divided by it. */
export function dropout(call: LayerCall<'dropout'>, mode: Mode): Forwarded {
  if (mode === 'inference') return { y: call.x, kept: {} };
  const { graph, x, layer } = call;
  return masked(call, maskOf(call, { sizes: shapeOf(graph, x.tensor), survival: 1 - layer.attributes.p }));
}

/** torchvision.ops.stochastic_depth of mode "batch": one draw for all values. */
export function stochasticDepth(call: LayerCall<'stochasticDepth'>, mode: Mode): Forwarded {
  if (mode === 'inference') return { y: call.x, kept: {} };
  return masked(call, maskOf(call, { sizes: int32s(call.graph, []), ...call.layer.attributes }));
}

export function maskedGradient({ graph, x, kept, dy }: GradientCall<RandomKind>): Gradients {
  const gradient = inLayout(graph, dy, x.layout);
  const tensor = kept.mask === undefined ? gradient : elementwise(graph, 'Mul', [gradient, kept.mask]);
  return { inputs: [{ tensor, layout: x.layout }], parameters: {} };
}

function masked({ graph, x }: LayerCall<RandomKind>, mask: Tensor): Forwarded {
  return { y: { tensor: elementwise(graph, 'Mul', [x.tensor, mask]), layout: x.layout }, kept: { mask } };
}

interface MaskOptions {
  readonly sizes: Tensor;
  /** The probability that a value stays. */
  readonly survival: number;
}

/** Zeros, and the reciprocal of the probability that a value stays where it does, in the activations' precision. */
function maskOf(call: LayerCall<RandomKind>, { sizes, survival }: MaskOptions): Tensor {
  const { graph, x } = call;
  const draws = uniform(graph, sizes, call.key());
  const stays = graph.node('Less', { inputs: [draws, scalar(graph, survival)], attributes: { T: type('float') } });
  return scaledBy(graph, cast(graph, stays, ['bool', graph.realOf(x.tensor)]), survival === 0 ? 0 : 1 / survival);
}

/** Draws from [0, 1) that depend on the key alone. */
function uniform(graph: GraphBuilder, sizes: Tensor, key: Tensor): Tensor {
  const attributes = { dtype: type('float'), T: type('int32'), Tseed: type('int32') };
  return graph.node('StatelessRandomUniform', { inputs: [sizes, key], attributes });
}
