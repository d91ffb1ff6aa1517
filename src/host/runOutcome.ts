import type { RunResult } from '../protocol/run';
import { epochAccuracies, runSummary } from '../client/runSummary';

/** What is said at a run's end. */
export function runOutcome(title: string, result: RunResult): string {
  const accuracies = result.epochs.length === 0 ? '' : `; test accuracy by epoch: ${epochAccuracies(result.epochs)}`;
  return `${title}: ${runSummary(result)}${accuracies}.`;
}
