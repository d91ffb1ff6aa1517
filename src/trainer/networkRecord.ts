import { bytesOf } from '../formats/bytesOf';
import type { Architecture } from '../model/layer';
import type { TensorSpec } from '../model/tensorRules';
import { counterName, countersOf, specsOf } from './eager/stateDict';
import { int64Scalar } from './int64Scalar';
import { rowNames, type RowNames } from './rowNames';
import type { TensorData, TensorMap } from './safetensors';

/** What a network keeps beside the values of its tensors, whatever carries out its arithmetic. */
export class NetworkRecord {
  readonly rows: RowNames;
  /** Parameters and buffers, in the network's order. */
  readonly specs: readonly TensorSpec[];
  readonly parameters: readonly TensorSpec[];
  /** Batches that each batch norm has seen, by its counter's name. */
  readonly #batchesSeen: Map<string, number>;

  constructor(architecture: Architecture, batchesSeen: ReadonlyMap<string, number> = new Map()) {
    this.rows = rowNames(architecture);
    this.specs = specsOf(architecture);
    this.parameters = this.specs.filter(({ role }) => role === 'parameter');
    const counters = countersOf(architecture).map(counterName);
    this.#batchesSeen = new Map(counters.map((counter) => [counter, batchesSeen.get(counter) ?? 0]));
  }

  /** Every batch norm has seen one batch more. */
  countBatch(): void {
    for (const [counter, seen] of this.#batchesSeen) this.#batchesSeen.set(counter, seen + 1);
  }

  /** PyTorch's `state_dict` of values in its layouts: each counter follows its running variance. */
  async stateDict(valuesOf: (name: string) => Promise<Float32Array>): Promise<TensorMap> {
    const tensors = new Map<string, TensorData>();
    for (const { name, shape } of this.specs) {
      tensors.set(name, { dtype: 'F32', shape, bytes: bytesOf(await valuesOf(name)) });
      const counter = name.replace(/running_var$/, 'num_batches_tracked');
      const seen = this.#batchesSeen.get(counter);
      if (seen !== undefined) tensors.set(counter, int64Scalar(seen));
    }
    return tensors;
  }
}
