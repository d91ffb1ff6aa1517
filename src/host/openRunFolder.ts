import { commands, env, UIKind, Uri, window, workspace } from 'vscode';

/** Shows a run's folder: in the explorer where the workspace has it, else in the desktop's file manager, else its `run.json`. */
export async function openRunFolder(folder: string): Promise<void> {
  const record = Uri.joinPath(Uri.file(folder), 'run.json');
  if (workspace.getWorkspaceFolder(record) !== undefined) await commands.executeCommand('revealInExplorer', record);
  else if (env.uiKind === UIKind.Desktop && env.remoteName === undefined)
    await commands.executeCommand('revealFileInOS', record);
  else await window.showTextDocument(record);
}
