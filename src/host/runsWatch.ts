import { RelativePattern, Uri, workspace, type Disposable } from 'vscode';

/** Calls back when a run in one of the folders is made, changed or deleted; the folders may be others after `follow`. */
export class RunsWatch implements Disposable {
  #watchers: readonly Disposable[] = [];
  #watched = '';

  constructor(private readonly changed: () => void) {}

  follow(folders: readonly string[]): void {
    if (folders.join('\n') === this.#watched) return;
    this.dispose();
    this.#watched = folders.join('\n');
    this.#watchers = folders.map((folder) => this.#watch(folder));
  }

  dispose(): void {
    for (const watcher of this.#watchers) watcher.dispose();
    this.#watchers = [];
  }

  #watch(folder: string): Disposable {
    const pattern = new RelativePattern(Uri.file(folder), '{*,*/run.json,*/labels.json}');
    const watcher = workspace.createFileSystemWatcher(pattern);
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) event(() => this.changed());
    return watcher;
  }
}
