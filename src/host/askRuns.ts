import { window } from 'vscode';
import { runName, type ListedRun } from '../client/listedRuns';
import { runLine } from '../client/runFacts';
import { UserError } from '../protocol/userError';
import { RunItem } from './runItem';
import type { RunsTree } from './runsTree';

/** What a command was called with: the run under the pointer and those that are selected, or the word of a key binding. */
interface RunArguments {
  readonly argument: unknown;
  readonly selected: unknown;
}

/** A key binding's argument: what is selected in the tree. */
const selection = 'selection';

type Tree = Pick<RunsTree, 'runs' | 'selection'>;

/** The runs that a command is about; asked for where nothing says it, nothing if the user gives up. */
export async function chosenRuns(tree: Tree, given: RunArguments, title: string): Promise<readonly ListedRun[]> {
  const runs = givenRuns(tree, given);
  if (runs !== undefined) return runs;
  const items = await runChoices(tree);
  return (await window.showQuickPick(items, { title, placeHolder: 'Which runs', canPickMany: true }))?.map(({ run }) => run) ?? []; // prettier-ignore
}

/** The same for a command that is about one run: the one under the pointer. */
export async function chosenRun(tree: Tree, argument: unknown, title: string): Promise<ListedRun | undefined> {
  const runs = givenRuns(tree, { argument, selected: undefined });
  if (runs !== undefined) return runs[0];
  return (await window.showQuickPick(await runChoices(tree), { title, placeHolder: 'Which run' }))?.run;
}

function givenRuns(tree: Tree, { argument, selected }: RunArguments): readonly ListedRun[] | undefined {
  if (argument === selection) return tree.selection.map(({ run }) => run);
  if (!(argument instanceof RunItem)) return undefined;
  const all = Array.isArray(selected) ? selected.filter((each) => each instanceof RunItem) : [];
  return (all.length === 0 ? [argument] : all).map(({ run }) => run);
}

async function runChoices(
  tree: Tree,
): Promise<readonly { readonly label: string; readonly description: string; readonly run: ListedRun }[]> {
  const runs = await tree.runs();
  if (runs.length === 0) throw new UserError('There are no runs yet: train one first.');
  return runs.map((run) => ({ label: runName(run), description: runLine(run), run }));
}
