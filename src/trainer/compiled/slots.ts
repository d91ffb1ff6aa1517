import { slotNames, type OptimizerOptions } from '../eager/optimizer';
import { type } from './graph/attributes';
import type { GraphBuilder, Tensor } from './graph/graphBuilder';
import { int32s, scalar } from './graph/operations';
import type { StoredPart } from './storedTensor';

/** The optimiser's memory beside the parameters. */
export class Slots {
  readonly #handles = new Map<string, Tensor>();
  readonly names: readonly string[];
  readonly #decays: boolean;

  constructor(
    private readonly graph: GraphBuilder,
    options: OptimizerOptions,
  ) {
    this.names = slotNames(options);
    this.#decays = options.kind !== 'adamw' && options.weightDecay !== 0;
  }

  /** Whether a part has slots: where neither gradient nor penalty reaches, they stay zero and need no memory. */
  has({ dead }: StoredPart): boolean {
    return !dead || this.#decays;
  }

  handle(part: StoredPart, name: string): Tensor {
    const key = `${name}.${part.name}`;
    const handle = this.#handles.get(key) ?? this.graph.variable(key, part.shape);
    this.#handles.set(key, handle);
    return handle;
  }
}

/** A tensor of zeros that takes no place in the graph's file. */
export function zeros(graph: GraphBuilder, shape: readonly number[]): Tensor {
  return graph.node('Fill', {
    inputs: [int32s(graph, shape), scalar(graph, 0)],
    attributes: { T: type('float'), index_type: type('int32') },
  });
}
