import type { OptimizerName } from './recipe';

/** Momentum and weight decay of each optimizer where nothing is said: PyTorch's, and for SGD the usual momentum. */
export const defaultDecay: Readonly<
  Record<OptimizerName, { readonly momentum: number; readonly weightDecay: number }>
> = {
  adam: { momentum: 0, weightDecay: 0 },
  adamw: { momentum: 0, weightDecay: 0.01 },
  sgd: { momentum: 0.9, weightDecay: 0 },
};
