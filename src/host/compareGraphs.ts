import { UserError } from '../protocol/userError';
import type { ArchitecturePanel } from './architecturePanel';
import type { ComparedItem } from './comparedContent';
import type { Run, Runs } from './runs';
import { storedRun } from './storedRun';

/** What comparing the graphs of runs needs of the extension. */
export interface GraphComparing {
  readonly panel: Pick<ArchitecturePanel, 'compare' | 'reveal'>;
  readonly runs: Pick<Runs, 'latest'>;
  /** Told of what of a run's folder is damaged. */
  readonly log: (line: string) => void;
}

/** Shows the networks of two runs beside each other, each in the colours of its own numbers. */
export async function compareGraphs(of: GraphComparing, folders: readonly string[]): Promise<void> {
  const [left, right, third] = folders;
  if (left === undefined || right === undefined || third !== undefined)
    throw new UserError('Select two runs to show their graphs side by side.');
  const items = await Promise.all([itemOf(left, of), itemOf(right, of)]);
  of.panel.compare({ left: items[0], right: items[1] });
  of.panel.reveal();
}

/** The run that goes on here is the one in memory: its folder lags behind. */
async function itemOf(folder: string, { runs, log }: GraphComparing): Promise<ComparedItem> {
  const run: Run = runs.latest?.folder === folder ? runs.latest : await storedRun(folder, log);
  return { architecture: { architecture: run.architecture, title: run.plan.title }, history: run.history };
}
