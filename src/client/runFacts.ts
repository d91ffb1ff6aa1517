import { duration, percent, stateNames } from '../protocol/format';
import type { RunState } from '../protocol/viewContract';
import { runName, type ListedRun } from './listedRuns';
import { isOpen } from './openRun';
import { bestEpoch } from '../protocol/bestEpoch';
import type { RunRecord } from './runRecord';

/** What lists of runs tell of each; undefined where there is nothing yet. */
export interface RunFacts {
  readonly state: RunState;
  /** The best of the test, 0…1. */
  readonly accuracy: number | undefined;
  readonly seconds: number | undefined;
  readonly engine: string | undefined;
}

export function runFacts(record: RunRecord): RunFacts {
  const { state, epochs, start } = record;
  const accuracy = bestEpoch(epochs)?.testAccuracy;
  return { state, accuracy, seconds: trainedSeconds(record), engine: start?.engine };
}

/** The time that its epochs took; of a run that ended in its first, the time from its making to its end. */
function trainedSeconds({ epochs, created, finished }: RunRecord): number | undefined {
  if (epochs.length > 0) return epochs.reduce((sum, { seconds }) => sum + seconds, 0);
  return finished === undefined ? undefined : Math.max(0, Date.parse(finished) - Date.parse(created)) / 1000;
}

/** `Finished · 87.45 % · 3 min 34 s · tensorflow · #baseline`: a run in a line, after its own title where its name is another. */
export function runLine(run: ListedRun): string {
  const { record, labels } = run;
  const { accuracy, seconds, engine } = runFacts(record);
  return [
    runName(run) === record.title ? undefined : record.title,
    stateText(record),
    accuracy === undefined ? undefined : percent(accuracy),
    seconds === undefined ? undefined : duration(seconds),
    engine,
    labels.tags.length === 0 ? undefined : tagsText(labels.tags),
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

/** `#baseline #wide`. */
export function tagsText(tags: readonly string[]): string {
  return tags.map((tag) => `#${tag}`).join(' ');
}

/** `Running 2/5`: with the epochs behind it while it goes on. */
function stateText(record: RunRecord): string {
  const { state, epochs, start } = record;
  return isOpen(record) && start !== undefined
    ? `${stateNames[state]} ${epochs.length}/${start.epochs}`
    : stateNames[state];
}
