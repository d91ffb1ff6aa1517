import path from 'node:path';
import { Uri, window } from 'vscode';
import { UserError } from '../protocol/userError';
import type { Shown } from './shown';
import type { ViewContent } from './viewSession';

interface Uses {
  readonly shown: Pick<Shown, 'showModel'>;
  readonly reveal: () => void;
}

/** "ResNet: Open Model File": draws the network in an ONNX or TensorFlow.js file, and says what can't be drawn. */
export async function openModelFile({ shown, reveal }: Uses, argument: unknown): Promise<void> {
  const uri = argument instanceof Uri ? argument : await askFile();
  if (uri === undefined) return;
  const { content, notes } = await readModel(uri);
  shown.showModel(uri.toString(), content);
  reveal();
  if (notes.length > 0) void window.showInformationMessage(notes.join(' '));
}

/** What to draw of a file, by its URI; rejects with a sentence where it has no network. */
export async function modelContent(uri: string): Promise<ViewContent> {
  return (await readModel(Uri.parse(uri))).content;
}

async function readModel(uri: Uri): Promise<{ readonly content: ViewContent; readonly notes: readonly string[] }> {
  if (uri.scheme !== 'file')
    throw new UserError('Model files are read from this machine’s own disk only: copy the file there first.');
  const { openModel } = await import('../formats/openModel'); // activation need not wait for what reads such files
  const { architecture, problem, notes } = openModel(uri.fsPath);
  return {
    content: { architecture: { architecture, title: path.basename(uri.fsPath), problem } },
    notes: notes.filter((note) => note !== problem?.message),
  };
}

async function askFile(): Promise<Uri | undefined> {
  const filters = { 'ONNX and TensorFlow.js': ['onnx', 'json'], 'All files': ['*'] };
  const options = { title: 'Open Model File', openLabel: 'Open', canSelectMany: false, filters };
  return (await window.showOpenDialog(options))?.[0];
}
