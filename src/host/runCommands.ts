import { env } from 'vscode';
import type { ListedRun } from '../client/listedRuns';
import { askFilter, askOrder } from './askRunList';
import { chosenRun, chosenRuns } from './askRuns';
import { deleteRuns } from './deleteRuns';
import { duplicateRun } from './duplicateRun';
import { renameRun, tagRuns } from './labelRuns';
import { openRunFolder } from './openRunFolder';
import type { RunCommandName } from './runCommandNames';
import type { RunsTree } from './runsTree';

/** What the commands need of the tree and the views. */
export interface RunCommandUses {
  readonly tree: RunsTree;
  /** Shows a run in both views. */
  readonly open: (folder: string) => Promise<void>;
  readonly compare: (runs: readonly ListedRun[]) => Promise<void>;
  /** Shows the networks of two beside each other. */
  readonly compareGraphs: (folders: readonly string[]) => Promise<void>;
}

/** As VS Code calls a tree's commands: with the run under the pointer, and all that are selected. */
type Handler = (argument?: unknown, selected?: unknown) => Promise<void>;

export type RunCommands = Readonly<Record<RunCommandName, Handler>>;

/** What is done with runs, one row a command. */
export function runCommands({ tree, open, ...comparing }: RunCommandUses): RunCommands {
  return {
    ...oneByOne(tree, open),
    ...together(tree, comparing),
    filterRuns: async () => {
      const filter = await askFilter(await tree.runs(), tree.state.filter);
      if (filter !== undefined) await tree.list({ filter });
    },
    clearRunFilter: () => tree.list({ filter: '' }),
    sortRuns: async () => {
      const order = await askOrder(tree.state.order);
      if (order !== undefined) await tree.list({ order });
    },
    refreshRuns: () => Promise.resolve().then(() => tree.refresh()),
  };
}

type OneName = 'openRun' | 'renameRun' | 'duplicateRun' | 'revealRun';

/** Commands about one run. */
function oneByOne(tree: RunsTree, open: RunCommandUses['open']): Readonly<Record<OneName, Handler>> {
  const one =
    (title: string, act: (run: ListedRun) => Promise<void>): Handler =>
    async (argument) => {
      const run = await chosenRun(tree, argument, title);
      if (run !== undefined) await act(run).finally(() => tree.refresh());
    };
  return {
    openRun: one('Open Run', ({ folder }) => open(folder)),
    renameRun: one('Rename Run', renameRun),
    duplicateRun: one('Duplicate Run with Changes', duplicateRun),
    revealRun: one('Reveal Run Folder', ({ folder }) => openRunFolder(folder)),
  };
}

type ManyName = 'tagRun' | 'copyRunPath' | 'deleteRun' | 'compareRuns' | 'compareGraphs';

/** Commands about all that are selected. */
function together(
  tree: RunsTree,
  { compare, compareGraphs }: Pick<RunCommandUses, 'compare' | 'compareGraphs'>,
): Readonly<Record<ManyName, Handler>> {
  const many =
    (title: string, act: (runs: readonly ListedRun[]) => Promise<void>): Handler =>
    async (argument, selected) => {
      const runs = await chosenRuns(tree, { argument, selected }, title);
      if (runs.length > 0) await act(runs).finally(() => tree.refresh());
    };
  return {
    tagRun: many('Tag Runs', async (runs) => tagRuns(runs, await tree.runs())),
    copyRunPath: many('Copy Run Path', async (runs) =>
      env.clipboard.writeText(runs.map(({ folder }) => folder).join('\n')),
    ),
    deleteRun: many('Delete Runs', deleteRuns),
    compareRuns: many('Compare Runs', compare),
    compareGraphs: many('Compare Graphs of Two Runs', (runs) => compareGraphs(runs.map(({ folder }) => folder))),
  };
}
