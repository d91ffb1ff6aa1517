import type { RunHistory } from '../client/runHistory';
import type { DrawnArchitecture, DrawnComparison, HostSide, RunDelta } from '../protocol/viewContract';

/** One of two networks that are compared; a run's history is left out where it is not about a run. */
export interface ComparedItem {
  readonly architecture: DrawnArchitecture;
  readonly history?: RunHistory | undefined;
}

/** Two networks beside each other. */
export interface ComparedContent {
  readonly left: ComparedItem;
  readonly right: ComparedItem;
}

/** What a page needs to draw both. */
export function drawnComparison({ left, right }: ComparedContent): DrawnComparison {
  const drawn = ({ architecture, history }: ComparedItem): DrawnComparison['left'] => ({
    ...architecture,
    run: newestStep(history),
  });
  return { left: drawn(left), right: drawn(right) };
}

/** Where both runs are by now. */
export function comparedRuns({ left, right }: ComparedContent): HostSide['events']['comparedRuns'] {
  return { left: newestStep(left.history), right: newestStep(right.history) };
}

/** Of all steps the newest, since the graph shows no others; and the newest live metrics. */
function newestStep(history: RunHistory | undefined): RunDelta | undefined {
  if (history === undefined) return undefined;
  const { steps, epochs, tested } = history.mark();
  return history.deltaSince({ steps: Math.max(0, steps - 1), epochs, live: -1, tested }).delta;
}
