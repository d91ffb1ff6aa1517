import { analyze } from '../../model/analyze';
import { isKind, type Architecture, type Layer } from '../../model/layer';
import { tensorsOf, type TensorSpec } from '../../model/tensorRules';
import type { GraphBuilder, Tensor } from './graph/graphBuilder';
import { readVariable } from './graph/operations';
import type { ConvolutionPlan } from './layers/convolutionPlan';
import { planConvolution, type PlanOptions } from './layers/planConvolution';
import { storedFilter, storedWhole, type StoredPart, type StoredTensor } from './storedTensor';

/** A part of a stored tensor in the graph: its memory, and its value before the step. */
export interface Memory {
  readonly part: StoredPart;
  readonly handle: Tensor;
  readonly value: Tensor;
  /** Of a part that no step changes, memory of its ½‖value‖², written along with it. */
  readonly sizeHandle: Tensor | undefined;
}

/** A stored tensor in the graph. */
export interface NetworkTensor {
  readonly stored: StoredTensor;
  readonly memories: readonly Memory[];
}

/** How each convolution is carried out. */
export function planConvolutions(
  architecture: Architecture,
  options: PlanOptions,
): ReadonlyMap<string, ConvolutionPlan> {
  const plans = new Map<string, ConvolutionPlan>();
  for (const { layer, input, output } of analyze(architecture).layers)
    if (isKind(layer, 'conv2d'))
      plans.set(layer.name, planConvolution({ attributes: layer.attributes, input, output }, options));
  return plans;
}

/** The parameters and buffers of a network in its graph, by their names; where weights decay, taps without data change as well. */
export function networkTensors(
  graph: GraphBuilder,
  architecture: Architecture,
  { plans, decays }: { readonly plans: ReadonlyMap<string, ConvolutionPlan>; readonly decays: boolean },
): ReadonlyMap<string, NetworkTensor> {
  const tensors = architecture.layers.flatMap((layer) => tensorsOf(layer).map((spec) => store(spec, layer, plans)));
  return new Map(tensors.map((stored) => [stored.spec.name, { stored, memories: memoriesOf(graph, stored, decays) }]));
}

function store(spec: TensorSpec, layer: Layer, plans: ReadonlyMap<string, ConvolutionPlan>): StoredTensor {
  const plan = plans.get(layer.name);
  return plan !== undefined && spec.shape.length === 4 ? storedFilter(spec, plan.liveTaps) : storedWhole(spec);
}

function memoriesOf(graph: GraphBuilder, stored: StoredTensor, decays: boolean): readonly Memory[] {
  return stored.parts.map((part) => {
    const handle = graph.variable(part.name, part.shape);
    const value = graph.within('read', () => readVariable(graph, handle, { name: part.name }));
    const sizeHandle = part.dead && !decays ? graph.variable(`${part.name}.size`, []) : undefined;
    return { part, handle, value, sizeHandle };
  });
}
