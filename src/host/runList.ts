import { commands, workspace, type Disposable, type Memento } from 'vscode';
import type { ListedRun } from '../client/listedRuns';
import { loadRun } from '../client/loadRun';
import type { RunHistory } from '../client/runHistory';
import { ComparedRuns } from './comparedRuns';
import { runCommands, type RunCommands, type RunCommandUses } from './runCommands';
import type { Runs } from './runs';
import { RunsTree } from './runsTree';

interface Uses {
  readonly runs: Pick<Runs, 'listen'>;
  /** The folders that may have runs; throws a sentence where the settings tell none. */
  readonly folders: () => readonly string[];
  readonly memory: Pick<Memento, 'get' | 'update'>;
  readonly log: (line: string) => void;
  /** Lays the curves of runs over each other. */
  readonly overlay: (histories: readonly RunHistory[]) => Promise<void>;
}

/** The tree of runs with its commands, told of what happens to them, and the pages that compare them. */
export class RunList implements Disposable {
  readonly #tree: RunsTree;
  readonly #compared: ComparedRuns;
  readonly #listeners: readonly { dispose(): unknown }[];
  readonly #overlay: Uses['overlay'];
  readonly #log: Uses['log'];

  constructor({ runs, overlay, ...uses }: Uses) {
    this.#overlay = overlay;
    this.#log = uses.log;
    const filtered = (isFiltered: boolean): void =>
      void commands.executeCommand('setContext', 'resnet.runsFiltered', isFiltered);
    const tree = new RunsTree({ ...uses, filtered });
    this.#tree = tree;
    this.#compared = new ComparedRuns(uses.log);
    this.#listeners = [
      { dispose: runs.listen(newsOf(tree)) },
      workspace.onDidChangeWorkspaceFolders(() => tree.news()),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('resnet.runsFolder')) tree.news();
      }),
    ];
  }

  /** One row a command. */
  commands(shows: Pick<RunCommandUses, 'open' | 'compareGraphs'>): RunCommands {
    return runCommands({ tree: this.#tree, ...shows, compare: (runs) => this.#compare(runs) });
  }

  /** Their options and results in tables, and their curves over each other. */
  async #compare(runs: readonly ListedRun[]): Promise<void> {
    await this.#compared.show(runs);
    const loaded = await Promise.all(runs.map(({ folder }) => loadRun(folder, this.#log)));
    await this.#overlay(loaded.map(({ history }) => history));
  }

  dispose(): void {
    for (const part of [...this.#listeners, this.#tree, this.#compared]) part.dispose();
  }
}

/** What this window's own run tells of itself is on its disk a moment later. */
function newsOf(tree: RunsTree): Parameters<Runs['listen']>[0] {
  return {
    folder: () => tree.news(),
    going: () => tree.news(),
    event: ({ type }) => {
      if (type === 'start' || type === 'epoch') tree.news();
    },
  };
}
