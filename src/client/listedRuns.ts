import path from 'node:path';
import { listRuns, openRun, type StoredRun } from './openRun';
import { readLabels, type RunLabels } from './runLabels';

/** A run as lists show it: what its folder tells without its metrics. */
export interface ListedRun extends StoredRun {
  readonly labels: RunLabels;
}

type Log = (line: string) => void;

/** The runs in some folders, newest first; what is damaged is left out, with a sentence to `log`. */
export async function listedRuns(parents: readonly string[], log: Log): Promise<readonly ListedRun[]> {
  const lists = await Promise.all(parents.map((parent) => listRuns(parent, log)));
  const runs = lists.flat().sort((a, b) => b.record.created.localeCompare(a.record.created));
  return Promise.all(runs.map((run) => labelled(run, log)));
}

/** One run by its folder; a sentence where there is none. */
export async function listedRun(folder: string, log: Log): Promise<ListedRun> {
  return labelled(await openRun(folder), log);
}

/** What a run is called: by its user, else by its title. */
export function runName({ labels, record }: ListedRun): string {
  return labels.name ?? record.title;
}

/** Names that tell runs apart: the user's, else the folder's. */
export function distinctNames(runs: readonly ListedRun[]): readonly string[] {
  const names = runs.map(({ labels, folder }) => labels.name ?? path.basename(folder));
  return runs.map(({ folder }, index) => {
    const name = names[index] ?? folder;
    return names.filter((other) => other === name).length === 1 ? name : `${name} (${folder})`;
  });
}

async function labelled(run: StoredRun, log: Log): Promise<ListedRun> {
  return { ...run, labels: await readLabels(run.folder, log) };
}
