import type { OptimizerOptions } from '../eager/optimizer';
import type { Control, GraphBuilder, Tensor } from './graph/graphBuilder';
import { assignVariable, elementwise, scalar } from './graph/operations';
import type { ParameterGradient } from './backwardPass';
import type { Gate } from './gate';
import type { Memory, NetworkTensor } from './networkTensors';
import { zeros, type Slots } from './slots';
import { writeUpdate, type Rates } from './updateRows';

/** A parameter's change in a step. */
export interface ParameterUpdate {
  readonly tensor: NetworkTensor;
  readonly gradient: ParameterGradient;
  /** For each part what changes it; nothing for a part that stays as it is. */
  readonly effects: readonly (readonly Control[])[];
}

/** What the updates of a step are written with. */
export interface UpdateParts {
  readonly graph: GraphBuilder;
  readonly tensors: ReadonlyMap<string, NetworkTensor>;
  readonly slots: Slots;
  readonly gradients: ReadonlyMap<string, ParameterGradient>;
  readonly gate: Gate;
  readonly rates: Rates;
  readonly options: OptimizerOptions;
}

/** Writes every parameter's update, in the network's order; a parameter changes when its gradients are known and nobody still reads it. */
export function writeUpdates(parts: UpdateParts): readonly ParameterUpdate[] {
  const parameters = [...parts.tensors.values()].filter(({ stored }) => stored.spec.role === 'parameter');
  return parameters.map((tensor) => {
    const { spec, parts: places } = tensor.stored;
    const gradient = parts.gradients.get(spec.name) ?? { gradient: zeros(parts.graph, places[0]?.shape ?? []), readers: [] }; // prettier-ignore
    const write = (memory: Memory): readonly Control[] => updatePart(parts, memory, gradient);
    const effects = parts.graph.within(`update/${spec.name}`, () => tensor.memories.map(write));
    return { tensor, gradient, effects };
  });
}

function updatePart(parts: UpdateParts, memory: Memory, { gradient, readers }: ParameterGradient): readonly Control[] {
  const { graph, slots, gate, rates, options } = parts;
  return writeUpdate({
    graph,
    memory,
    gradient: penalised(graph, memory, { gradient: memory.part.dead ? undefined : gradient, options }),
    rates,
    options,
    after: [gate.open, ...readers],
    slot: (name) => slots.handle(memory.part, name),
  });
}

/** The gradient of the loss and of the penalty λ/2·‖θ‖²; AdamW has none. */
function penalised(
  graph: GraphBuilder,
  { value }: Memory,
  { gradient, options }: { readonly gradient: Tensor | undefined; readonly options: OptimizerOptions },
): Tensor | undefined {
  if (options.weightDecay === 0 || options.kind === 'adamw') return gradient;
  const penalty = elementwise(graph, 'Mul', [value, scalar(graph, options.weightDecay)]);
  return gradient === undefined ? penalty : elementwise(graph, 'AddV2', [gradient, penalty]);
}

/** Writes new values into buffers behind the gate. */
export function writeBuffers(
  graph: GraphBuilder,
  buffers: ReadonlyMap<string, Tensor>,
  { tensors, gate }: Pick<UpdateParts, 'tensors' | 'gate'>,
): readonly Control[] {
  return [...buffers].flatMap(([name, value]) => {
    const memories = tensors.get(name)?.memories ?? [];
    return memories.map(({ handle }) =>
      assignVariable(graph, [handle, value], { after: [gate.open], name: `update/${name}` }),
    );
  });
}
