import { window } from 'vscode';
import { listRuns, type StoredRun } from '../client/openRun';
import { exists, runFiles } from '../client/runFiles';
import { percent, stateNames } from '../protocol/format';
import { askWeightsFile } from './askWeightsFile';

/** A trained network: a run's folder, or a file. */
export type TrainedChoice =
  { readonly run: string; readonly weights?: undefined } | { readonly run?: undefined; readonly weights: string };

interface Uses {
  readonly runsFolder: () => string;
  readonly log: (line: string) => void;
}

/** Lets the user choose a run that has weights, the newest first, or a file of them. */
export async function askTrained({ runsFolder, log }: Uses): Promise<TrainedChoice | undefined> {
  const runs = await trainedRuns(runsFolder(), log);
  const items = runs.map(({ folder, record }) => ({ label: record.title, description: told(record), folder }));
  const file = { label: 'A file of weights…', description: '*.safetensors', folder: undefined };
  const picked = items.length === 0 ? file : await window.showQuickPick([...items, file], { title: 'Export', placeHolder: 'Which network' }); // prettier-ignore
  if (picked === undefined) return undefined;
  if (picked.folder !== undefined) return { run: picked.folder };
  const weights = (await askWeightsFile())?.fsPath;
  return weights === undefined ? undefined : { weights };
}

async function trainedRuns(parent: string, log: (line: string) => void): Promise<readonly StoredRun[]> {
  const runs = await listRuns(parent, log);
  const haveWeights = await Promise.all(runs.map(({ folder }) => exists(runFiles(folder).weights)));
  return runs.filter((_, at) => haveWeights[at]);
}

/** `Finished, 84.45 % after 5 epochs, 27/11/2026, 10:00:00`. */
function told({ state, epochs, created }: StoredRun['record']): string {
  const last = epochs.at(-1);
  const accuracy = last === undefined ? '' : `, ${percent(last.testAccuracy)} after ${epochs.length} ${epochs.length === 1 ? 'epoch' : 'epochs'}`; // prettier-ignore
  return `${stateNames[state]}${accuracy}, ${new Date(created).toLocaleString()}`;
}
