import path from 'node:path';
import { Uri, workspace, type ExtensionContext } from 'vscode';

type Storage = Pick<ExtensionContext, 'globalStorageUri'>;

/** Where runs are kept: in the first folder of the workspace, or in the extension's own storage. */
export function runsFolder(storage: Storage, setting: string): string {
  return runsFolders(storage, setting)[0];
}

/** Where runs may lie: one a folder of the workspace, the first of them that of new runs. */
export function runsFolders({ globalStorageUri }: Storage, setting: string): readonly [string, ...string[]] {
  const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const [first, ...others] = new Set(folders.map(({ uri }) => path.resolve(uri.fsPath, setting)));
  return first === undefined ? [Uri.joinPath(globalStorageUri, 'runs').fsPath] : [first, ...others];
}
