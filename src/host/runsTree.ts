import { EventEmitter, window, type Disposable, type Memento, type TreeDataProvider } from 'vscode';
import { listedRuns, type ListedRun } from '../client/listedRuns';
import { isOpen } from '../client/openRun';
import { matches } from '../client/runFilter';
import { ordered, orderNames } from '../client/runOrder';
import { systemClock, type Clock } from './pacer';
import { RunItem } from './runItem';
import { parseRunListState, type RunListState } from './runListState';
import { runsViewId } from './viewIds';
import { RunsWatch } from './runsWatch';

/** What the tree needs of its surroundings. */
export interface RunsTreeUses {
  /** Throws a sentence where the settings tell none. */
  readonly folders: () => readonly string[];
  readonly memory: Pick<Memento, 'get' | 'update'>;
  readonly log: (line: string) => void;
  /** Told whether a filter is on. */
  readonly filtered: (isFiltered: boolean) => void;
  readonly clock?: Clock;
}

const key = 'resnet.runs';

/** How long news are gathered before the folders are read, in ms. */
const rest = 250;

/** How often runs are read that go on: what writes them may be killed, or lie where nothing can be watched, in ms. */
const poll = 5_000;

/** The runs of the workspace as a tree: read when it can be seen, and again when one changes. */
export class RunsTree implements Disposable, TreeDataProvider<RunItem> {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view = window.createTreeView(runsViewId, { treeDataProvider: this, canSelectMany: true });
  readonly #watch = new RunsWatch(() => this.news());
  readonly #said = new Set<string>();
  readonly #clock: Clock;
  #state: RunListState;
  #forgetNews: (() => void) | undefined;
  #forgetPoll: (() => void) | undefined;

  constructor(private readonly uses: RunsTreeUses) {
    this.#clock = uses.clock ?? systemClock;
    this.#state = parseRunListState(uses.memory.get(key));
    uses.filtered(this.#state.filter !== '');
  }

  get state(): RunListState {
    return this.#state;
  }

  get selection(): readonly RunItem[] {
    return this.#view.selection;
  }

  /** A run may have changed. */
  news(): void {
    this.#forgetNews ??= this.#clock.after(rest, () => this.refresh());
  }

  refresh(): void {
    this.#forgetNews?.();
    this.#forgetNews = undefined;
    this.#changed.fire();
  }

  /** Lists the runs in another way. */
  async list(change: Partial<RunListState>): Promise<void> {
    this.#state = { ...this.#state, ...change };
    this.uses.filtered(this.#state.filter !== '');
    this.refresh();
    await this.uses.memory.update(key, this.#state);
  }

  /** All runs as they are now, newest first; each damaged one is told of once. */
  async runs(): Promise<readonly ListedRun[]> {
    const folders = this.uses.folders();
    this.#watch.follow(folders);
    return listedRuns(folders, (line) => this.#say(line));
  }

  async getChildren(parent?: RunItem): Promise<RunItem[]> {
    if (parent !== undefined) return [];
    try {
      return this.#items(await this.runs());
    } catch (error) {
      this.#view.message = error instanceof Error ? error.message : String(error);
      return [];
    }
  }

  getTreeItem(item: RunItem): RunItem {
    return item;
  }

  resolveTreeItem(_: unknown, item: RunItem): RunItem {
    return item.withTooltip();
  }

  dispose(): void {
    this.#forgetNews?.();
    this.#forgetPoll?.();
    for (const part of [this.#watch, this.#view, this.#changed]) part.dispose();
  }

  #items(runs: readonly ListedRun[]): RunItem[] {
    const { filter, order } = this.#state;
    const shown = ordered(runs.filter((run) => matches(run, filter)), order); // prettier-ignore
    this.#view.description = order === 'date' ? '' : orderNames[order];
    this.#view.message = filter === '' ? '' : `Filter: ${filter} (${shown.length} of ${runs.length})`;
    this.#pollIf(runs.some(({ record }) => isOpen(record)));
    return shown.map((run) => new RunItem(run));
  }

  #pollIf(goesOn: boolean): void {
    this.#forgetPoll?.();
    this.#forgetPoll = goesOn ? this.#clock.after(poll, () => this.refresh()) : undefined;
  }

  #say(line: string): void {
    if (!this.#said.has(line)) this.uses.log(line);
    this.#said.add(line);
  }
}
