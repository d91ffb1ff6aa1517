import path from 'node:path';
import { Uri, workspace, type ExtensionContext } from 'vscode';

/** Where runs are kept: in the first folder of the workspace, or in the extension's own storage. */
export function runsFolder({ globalStorageUri }: Pick<ExtensionContext, 'globalStorageUri'>, setting: string): string {
  const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  return folder === undefined
    ? Uri.joinPath(globalStorageUri, 'runs').fsPath
    : path.resolve(folder.uri.fsPath, setting);
}
