import { Uri, window } from 'vscode';
import { reveal } from './reveal';

/** Shows a run's folder, or its `run.json` where no folder can be shown. */
export async function openRunFolder(folder: string): Promise<void> {
  const record = Uri.joinPath(Uri.file(folder), 'run.json');
  if (!(await reveal(record))) await window.showTextDocument(record);
}
