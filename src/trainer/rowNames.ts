import { isKind, type Architecture } from '../model/layer';
import { blocksOf, outline } from '../model/outline';
import { tensorsOf } from '../model/tensorRules';

/** Whose numbers the rows of a step's measurements are, in their order. */
export interface RowNames {
  /** Parameter tensors. */
  readonly tensors: readonly string[];
  readonly blocks: readonly string[];
  /** ReLU layers. */
  readonly relus: readonly string[];
}

/** The rows of a network's measurements, in the network's order. */
export function rowNames(architecture: Architecture): RowNames {
  const { layers } = architecture;
  return {
    tensors: layers.flatMap((layer) =>
      tensorsOf(layer).flatMap(({ role, name }) => (role === 'parameter' ? [name] : [])),
    ),
    blocks: blocksOf(outline(architecture)).map(({ name }) => name),
    relus: layers.filter((layer) => isKind(layer, 'relu')).map(({ name }) => name),
  };
}
