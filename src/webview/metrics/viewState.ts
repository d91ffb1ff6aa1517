/** What the view keeps while it is hidden, moved or reloaded; the run itself comes again from the extension. */
export interface ViewState {
  /** Weight of the moving average, 0 up to but not including 1. */
  readonly smoothing: number;
  readonly logLoss: boolean;
}

/** The weights that the control offers. */
export const smoothingWeights = [
  0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998, 0.999,
] as const;

const defaults: ViewState = { smoothing: 0.9, logLoss: false };

/** Reads a kept state, which another version may have written: each part that can't be used is as at first. */
export function parseViewState(kept: unknown): ViewState {
  if (typeof kept !== 'object' || kept === null) return defaults;
  const smoothing = 'smoothing' in kept ? smoothingWeights.find((weight) => weight === kept.smoothing) : undefined;
  const logLoss = 'logLoss' in kept && typeof kept.logLoss === 'boolean' ? kept.logLoss : defaults.logLoss;
  return { smoothing: smoothing ?? defaults.smoothing, logLoss };
}
