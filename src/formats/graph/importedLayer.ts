import type { NodeCall } from './nodeCall';
import type { Made } from './step';

/** A layer with the operation that it comes from, its inputs by their places in the list. */
export interface ImportedLayer {
  readonly made: Made;
  readonly inputs: readonly number[];
  readonly call: NodeCall | undefined;
  /** Whether its padding in the file is not the same on all sides. */
  readonly isUneven?: boolean | undefined;
}
