import type { Control, GraphBuilder, Signature, SignatureTensor, Tensor } from './graph/graphBuilder'; // prettier-ignore
import { assignVariable, done, halfSquare, readVariable } from './graph/operations';
import type { NetworkTensor } from './networkTensors';
import { zeros, type Slots } from './slots';

/**
 * `init` and `write` take every parameter and buffer in PyTorch's layouts, `read` gives them; `init` empties the optimiser's
 * slots too. `write_slots` and `read_slots` do the same for the slots, named `slot.parameter`.
 */
export function stateSignatures(
  graph: GraphBuilder,
  tensors: ReadonlyMap<string, NetworkTensor>,
  slots: Slots,
): Record<string, Signature> {
  const all = [...tensors.values()];
  const parameters = all.filter(({ stored }) => stored.spec.role === 'parameter');
  const values = graph.within('write', () => writing(graph, all.map(valuePlace))); // prettier-ignore
  const places = slots.names.flatMap((slot) => parameters.map((tensor) => slotPlace(tensor, slot, slots)));
  const kept = graph.within('write_slots', () => writing(graph, places));
  const emptied = graph.within('init', () => places.flatMap((place) => emptying(graph, place)));
  return {
    init: { inputs: values.inputs, outputs: done(graph, [...values.effects, ...emptied], 'init') },
    write: { inputs: values.inputs, outputs: done(graph, values.effects, 'write') },
    read: { inputs: {}, outputs: reading(graph, all.map(valuePlace), 'read') }, // prettier-ignore
    ...(places.length === 0
      ? {}
      : {
          write_slots: { inputs: kept.inputs, outputs: done(graph, kept.effects, 'write_slots') },
          read_slots: { inputs: {}, outputs: reading(graph, places, 'read_slots') },
        }),
  };
}

/** Where a named tensor in PyTorch's layout is kept: a handle a part, none for a part that is always zero. */
interface Place {
  readonly name: string;
  readonly tensor: NetworkTensor;
  readonly handles: readonly (Tensor | undefined)[];
  /** Where the size of a part is kept as well. */
  readonly sizeHandles: readonly (Tensor | undefined)[];
}

function valuePlace(tensor: NetworkTensor): Place {
  return {
    name: tensor.stored.spec.name,
    tensor,
    handles: tensor.memories.map(({ handle }) => handle),
    sizeHandles: tensor.memories.map(({ sizeHandle }) => sizeHandle),
  };
}

function slotPlace(tensor: NetworkTensor, slot: string, slots: Slots): Place {
  const handles = tensor.memories.map(({ part }) => (slots.has(part) ? slots.handle(part, slot) : undefined));
  return { name: `${slot}.${tensor.stored.spec.name}`, tensor, handles, sizeHandles: [] };
}

function writing(graph: GraphBuilder, places: readonly Place[]) {
  const inputs: Record<string, SignatureTensor> = {};
  const effects: Control[] = [];
  for (const { name, tensor, handles, sizeHandles } of places) {
    const { shape } = tensor.stored.spec;
    const fed = graph.placeholder(name, 'float', shape);
    inputs[name] = { tensor: fed, dtype: 'float', shape };
    const parts = tensor.stored.fromTorch(graph, fed);
    handles.forEach((handle, index) => {
      const [value, sizeHandle] = [parts[index], sizeHandles[index]];
      if (handle === undefined || value === undefined) return;
      effects.push(assignVariable(graph, [handle, value]));
      if (sizeHandle !== undefined) effects.push(assignVariable(graph, [sizeHandle, halfSquare(graph, value)]));
    });
  }
  return { inputs, effects };
}

function reading(graph: GraphBuilder, places: readonly Place[], scope: string): Record<string, SignatureTensor> {
  const outputs = places.map(({ name, tensor, handles }) => {
    const { stored } = tensor;
    const parts = handles.map((handle, index) =>
      handle === undefined ? zeros(graph, stored.parts[index]?.shape ?? []) : readVariable(graph, handle),
    );
    const whole = graph.within(`${scope}/${name}`, () => stored.toTorch(graph, parts));
    return [name, { tensor: whole, dtype: 'float', shape: stored.spec.shape }] as const;
  });
  return Object.fromEntries(outputs);
}

function emptying(graph: GraphBuilder, { tensor, handles }: Place): readonly Control[] {
  return handles.flatMap((handle, index) =>
    handle === undefined
      ? []
      : [assignVariable(graph, [handle, zeros(graph, tensor.stored.parts[index]?.shape ?? [])])],
  );
}
