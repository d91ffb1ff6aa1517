import type { RowOperation } from './operationRow';

/** Takes every so many rows and columns. */
export function everySoMany(steps: readonly number[], path: string): RowOperation {
  const [ends, axes] = [[2 ** 31 - 1, 2 ** 31 - 1], [2, 3]]; // prettier-ignore
  const constants = [[0, 0], ends, axes, steps].map((numbers) => ({ dims: [2], numbers }));
  return { opType: 'Slice', path, constants };
}
