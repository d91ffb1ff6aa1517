import { compareRuns } from './compareRuns';
import type { Comparison } from './comparisonText';
import { distinctNames, listedRun } from './listedRuns';

/** Compares the runs in some folders; a sentence for one that can't be opened. */
export async function comparisonOf(folders: readonly string[], log: (line: string) => void): Promise<Comparison> {
  const runs = await Promise.all(folders.map((folder) => listedRun(folder, log)));
  return { names: distinctNames(runs), rows: compareRuns(runs.map(({ record }) => record)) };
}
