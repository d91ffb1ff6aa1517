import { chartNames, type ChartName } from './chartSpec';
import { xUnitNames, type XUnitName } from './xUnit';

/** What the view keeps while it is hidden, moved or reloaded; the run itself comes again from the extension. */
export interface ViewState {
  /** Weight of the moving average, 0 up to but not including 1. */
  readonly smoothing: number;
  /** Logarithmic value axes, where a chart's values allow. */
  readonly logValues: boolean;
  readonly logSteps: boolean;
  readonly fromZero: boolean;
  readonly unit: XUnitName;
  /** The charts of which only the heading is shown. */
  readonly folded: readonly ChartName[];
}

/** The weights that the control offers. */
export const smoothingWeights = [
  0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998, 0.999,
] as const;

const defaults: ViewState = {
  ...{ smoothing: 0.9, logValues: false, logSteps: false, fromZero: false, unit: 'steps', folded: [] },
};

/** Reads a kept state, which another version may have written: each part that can't be used is as at first. */
export function parseViewState(kept: unknown): ViewState {
  const part = (name: string): unknown =>
    typeof kept === 'object' && kept !== null ? Reflect.get(kept, name) : undefined;
  const folded = part('folded');
  return {
    smoothing: smoothingWeights.find((weight) => weight === part('smoothing')) ?? defaults.smoothing,
    logValues: part('logValues') === true,
    logSteps: part('logSteps') === true,
    fromZero: part('fromZero') === true,
    unit: xUnitNames.find((name) => name === part('unit')) ?? defaults.unit,
    folded: Array.isArray(folded) ? chartNames.filter((name) => folded.includes(name)) : defaults.folded,
  };
}
