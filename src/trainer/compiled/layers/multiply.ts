import type { Shape } from '../../../model/layer';
import type { Tensor } from '../graph/graphBuilder';
import { elementwise, reduce } from '../graph/operations';
import { inLayout, spatialAxes, type Activation, type Layout } from './activation';
import type { GradientCall, LayerCall } from './layerCall';

type Call = LayerCall<'multiply'>;

/** The product of two tensors, in the layout of the one that is not spread over positions. */
export function product(call: Call): Activation {
  const { graph } = call;
  const layout = layoutOf(call);
  const [first, ...others] = call.inputs.map((input) => inLayout(graph, input, layout));
  const tensor = others.reduce((a, b) => elementwise(graph, 'Mul', [a, b]), first ?? call.x.tensor);
  return { tensor, layout };
}

/** Each factor's gradient is the output's times the other factor, summed over positions where the factor has one value a channel. */
export function productGradients(call: GradientCall<'multiply'>): readonly Activation[] {
  const { graph, inputs, inputShapes } = call;
  const layout = layoutOf(call);
  const dy = inLayout(graph, call.dy, layout);
  const factors = inputs.map((input) => inLayout(graph, input, layout));
  return factors.map((_, index): Activation => {
    const others = factors.filter((__, other) => other !== index);
    const whole = others.reduce<Tensor>((sum, other) => elementwise(graph, 'Mul', [sum, other]), dy);
    if (!isSpread(call, inputShapes[index] ?? [])) return { tensor: whole, layout };
    return { tensor: reduce(graph, 'Sum', { x: whole, axes: spatialAxes[layout], keep: true }), layout };
  });
}

function layoutOf(call: Call): Layout {
  return call.inputs.find((_, index) => !isSpread(call, call.inputShapes[index] ?? []))?.layout ?? call.x.layout;
}

/** Whether a factor of this shape has one value a channel where the product has many. */
function isSpread({ output }: Call, shape: Shape): boolean {
  return shape.some((size, axis) => size !== output[axis]);
}
