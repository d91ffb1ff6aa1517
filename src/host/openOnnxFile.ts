import path from 'node:path';
import { Uri, window } from 'vscode';
import { UserError } from '../protocol/userError';
import type { Shown } from './shown';

interface Uses {
  readonly shown: Pick<Shown, 'showPassing'>;
  readonly reveal: () => void;
}

/** "ResNet: Open ONNX File": draws the network in it, and says what can't be drawn. */
export async function openOnnxFile({ shown, reveal }: Uses, argument: unknown): Promise<void> {
  const uri = argument instanceof Uri ? argument : await askFile();
  if (uri === undefined) return;
  if (uri.scheme !== 'file')
    throw new UserError('ONNX files are read from this machine’s own disk only: copy the file there first.');
  const { openOnnx } = await import('../formats/onnx/openOnnx'); // activation need not wait for what reads such files
  const { architecture, problem, notes } = openOnnx(uri.fsPath);
  shown.showPassing({ architecture: { architecture, title: path.basename(uri.fsPath), problem } });
  reveal();
  const others = notes.filter((note) => note !== problem?.message);
  if (others.length > 0) void window.showInformationMessage(others.join(' '));
}

async function askFile(): Promise<Uri | undefined> {
  const filters = { ONNX: ['onnx'], 'All files': ['*'] };
  const options = { title: 'Open ONNX File', openLabel: 'Open', canSelectMany: false, filters };
  return (await window.showOpenDialog(options))?.[0];
}
