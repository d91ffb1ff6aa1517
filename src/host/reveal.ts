import { commands, env, UIKind, workspace, type Uri } from 'vscode';

/** Shows a file or folder: in the explorer where the workspace has it, else in the desktop's file manager; false where there is neither. */
export async function reveal(uri: Uri): Promise<boolean> {
  if (workspace.getWorkspaceFolder(uri) !== undefined) await commands.executeCommand('revealInExplorer', uri);
  else if (env.uiKind === UIKind.Desktop && env.remoteName === undefined)
    await commands.executeCommand('revealFileInOS', uri);
  else return false;
  return true;
}
