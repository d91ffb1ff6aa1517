import { readFile } from 'node:fs/promises';
import { Position, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { ListedRun } from '../client/listedRuns';
import { exists, runFiles } from '../client/runFiles';
import { optionsFile } from '../protocol/networkFile/optionsFile';

/** Opens a run's network file as a new one that is not saved yet, to be changed and trained. */
export async function duplicateRun({ folder, record }: ListedRun): Promise<void> {
  const { options, start } = record;
  // Runs of older versions have no such file.
  const text = await readFile(runFiles(folder).networkFile, 'utf8').catch(
    () => `${JSON.stringify(optionsFile(options, start), null, 2)}\n`,
  );
  const uri = await freshUri(options.model.replaceAll(/[^\w.-]/g, '_'));
  const document = await workspace.openTextDocument(uri);
  const edit = new WorkspaceEdit();
  edit.insert(document.uri, new Position(0, 0), text);
  await workspace.applyEdit(edit);
  await window.showTextDocument(document);
}

/** In the workspace's first folder, if it has one, by a name that neither a file nor an editor has. */
async function freshUri(model: string): Promise<Uri> {
  const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri;
  for (let copy = 1; ; copy++) {
    const name = `${model}-copy${copy === 1 ? '' : `-${copy}`}.resnet.json`;
    const path = folder === undefined ? name : Uri.joinPath(folder, name).path;
    if (!(await isTaken(path))) return Uri.from({ scheme: 'untitled', path });
  }
}

async function isTaken(path: string): Promise<boolean> {
  return workspace.textDocuments.some(({ uri }) => uri.path === path) || exists(Uri.file(path).fsPath);
}
