import type { GraphBuilder, Control, Tensor } from './graph/graphBuilder';
import { controlOf } from './graph/graphBuilder';
import type { WrittenLayer } from './forwardPass';
import { asReal, elementwise } from './graph/operations';
import { addActivations, type Activation } from './layers/activation';
import { gradientsOfLayer } from './layers/gradientRows';

/** The loss's gradient by a parameter, in the layout of the part that is computed with. */
export interface ParameterGradient {
  readonly gradient: Tensor;
  /** What must have read the parameter before it changes. */
  readonly readers: readonly Control[];
}

/** Where the backward pass begins. */
interface Scaled {
  /** The loss's gradient by the logits, perhaps scaled. */
  readonly logitsGradient: Tensor;
  /** What makes gradients by parameters of the scaled ones; left out: they are not scaled. */
  readonly unscale?: Tensor | undefined;
}

/** Writes the layers' gradients from the last to the first; by parameter name. */
export function writeBackward(
  graph: GraphBuilder,
  layers: readonly WrittenLayer[],
  { logitsGradient, unscale }: Scaled,
): ReadonlyMap<string, ParameterGradient> {
  const arrived = new Map<string, Activation[]>();
  const parameters = new Map<string, ParameterGradient>();
  const last = layers.at(-1);
  if (last !== undefined)
    arrived.set(last.call.layer.name, [
      { tensor: asReal(graph, logitsGradient, graph.realOf(last.y.tensor)), layout: 'nhwc' },
    ]);
  for (const layer of [...layers].reverse()) {
    const { name } = layer.call.layer;
    const gradients = graph.within(`${name}/gradient`, () => gradientsAt(layer, arrived.get(name) ?? []));
    layer.call.layer.inputs.forEach((input, index) => {
      const gradient = gradients?.inputs[index];
      if (gradient !== undefined) arrived.set(input, [...(arrived.get(input) ?? []), gradient]);
    });
    const readers = (gradients?.inputs ?? []).map(({ tensor }) => controlOf(tensor));
    for (const [suffix, found] of Object.entries(gradients?.parameters ?? {})) {
      const exact = asReal(graph, found, 'float');
      const gradient = unscale === undefined ? exact : elementwise(graph, 'Mul', [exact, unscale]);
      parameters.set(`${name}.${suffix}`, { gradient, readers });
    }
  }
  return parameters;
}

/** Nothing for a layer that no gradient reaches. */
function gradientsAt({ call, y, kept }: WrittenLayer, arrived: readonly Activation[]) {
  if (arrived.length === 0) return undefined;
  const needsInput = call.layer.inputs.some((name) => name !== 'input');
  return gradientsOfLayer({ ...call, y, kept, dy: addActivations(call.graph, arrived), needsInput });
}
