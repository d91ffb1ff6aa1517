import { duration, percent, percentNumber } from '../protocol/format';
import type { EpochResult, RunResult } from '../protocol/run';

/** What is said at a run's end. */
export function runOutcome(title: string, result: RunResult): string {
  const accuracies = result.epochs.length === 0 ? '' : `; test accuracy by epoch: ${epochAccuracies(result.epochs)}`;
  const why = result.reason === undefined ? '' : ` ${result.reason}`;
  return `${title}: ${runSummary(result)}${accuracies}.${why}`;
}

/** `best test accuracy 87.45 % after 5 epochs, 2 min 10 s`: a run's outcome for a person. */
function runSummary({ epochs, bestAccuracy, stopped, steps, seconds }: RunResult): string {
  const length = epochs.length === 0 ? plural(steps, 'step') : plural(epochs.length, 'epoch');
  const best = bestAccuracy === undefined ? '' : `best test accuracy ${percent(bestAccuracy)} `;
  return `${stopped ? 'Stopped: ' : ''}${best}after ${length}, ${duration(seconds)}`;
}

/** `70.50, 81.20, 87.45 %`: the test accuracies of the epochs in order. */
function epochAccuracies(epochs: readonly EpochResult[]): string {
  return `${epochs.map(({ testAccuracy }) => percentNumber(testAccuracy)).join(', ')} %`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
