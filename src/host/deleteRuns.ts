import { Uri, window, workspace } from 'vscode';
import { runName, type ListedRun } from '../client/listedRuns';
import { isOpen, openRun } from '../client/openRun';
import { UserError } from '../protocol/userError';

/** Moves runs to the trash when the user has confirmed it; where there is no trash, asks whether to delete them for good. */
export async function deleteRuns(runs: readonly ListedRun[]): Promise<void> {
  if (runs.length === 0) return;
  for (const run of runs) await refuseGoing(run);
  if (!(await confirmed(runs, { detail: 'Weights and checkpoint go with it to the trash.', button: 'Move to Trash' })))
    return;
  const left = await moved(runs);
  const detail = 'They can’t be moved to a trash here, and would be gone for good.';
  if (left.length === 0 || !(await confirmed(left, { detail, button: 'Delete for Good' }))) return;
  for (const run of left) await removed(run);
}

/** The state may be another by now than the tree knows. */
async function refuseGoing(run: ListedRun): Promise<void> {
  const { record } = await openRun(run.folder);
  if (isOpen(record)) throw new UserError(`${runName(run)} goes on: stop it before you delete it.`);
}

async function confirmed(
  runs: readonly ListedRun[],
  { detail, button }: { readonly detail: string; readonly button: string },
): Promise<boolean> {
  const [first] = runs;
  const what = runs.length === 1 && first !== undefined ? `"${runName(first)}"` : `${runs.length} runs`;
  const list = runs.length === 1 ? [] : runs.map(runName);
  const text = { modal: true, detail: [...list, detail].join('\n') };
  return (await window.showWarningMessage(`Delete ${what}?`, text, button)) === button;
}

/** Those that could not be moved to the trash. */
async function moved(runs: readonly ListedRun[]): Promise<readonly ListedRun[]> {
  const left: ListedRun[] = [];
  for (const run of runs)
    await workspace.fs
      .delete(Uri.file(run.folder), { recursive: true, useTrash: true })
      .then(undefined, () => left.push(run));
  return left;
}

async function removed({ folder }: ListedRun): Promise<void> {
  try {
    await workspace.fs.delete(Uri.file(folder), { recursive: true, useTrash: false });
  } catch (error) {
    throw new UserError(`The run in ${folder} can't be deleted: ${error instanceof Error ? error.message : String(error)}.`); // prettier-ignore
  }
}
