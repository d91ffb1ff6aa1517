import { MarkdownString, ThemeColor, ThemeIcon, TreeItem } from 'vscode';
import { runName, type ListedRun } from '../client/listedRuns';
import { isOpen } from '../client/openRun';
import { runLine } from '../client/runFacts';
import { runTooltip } from '../client/runTooltip';
import type { RunState } from '../protocol/viewContract';

const icons: Readonly<Record<RunState, ThemeIcon>> = {
  starting: new ThemeIcon('loading~spin'),
  running: new ThemeIcon('sync~spin', new ThemeColor('charts.blue')),
  paused: new ThemeIcon('debug-pause', new ThemeColor('charts.blue')),
  done: new ThemeIcon('pass', new ThemeColor('charts.green')),
  stopped: new ThemeIcon('debug-stop', new ThemeColor('charts.yellow')),
  failed: new ThemeIcon('error', new ThemeColor('charts.red')),
};

/** A run in the tree. */
export class RunItem extends TreeItem {
  constructor(readonly run: ListedRun) {
    super(runName(run));
    const { record, folder } = run;
    this.id = folder;
    this.description = runLine(run);
    this.iconPath = icons[record.state];
    this.contextValue = isOpen(record) ? 'run.going' : 'run.over';
    this.accessibilityInformation = { label: `${runName(run)}, ${runLine(run)}` };
    this.command = { command: 'resnet.openRun', title: 'Open Run', arguments: [this] };
  }

  /** What the pointer over it shows, made when it is first wanted. */
  withTooltip(): this {
    this.tooltip ??= new MarkdownString(runTooltip(this.run));
    return this;
  }
}

/** The folder of a command's run, where its argument is one. */
export function runFolderOf(argument: unknown): string | undefined {
  return argument instanceof RunItem ? argument.run.folder : undefined;
}
