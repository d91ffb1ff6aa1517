import { Uri, window } from 'vscode';
import { reveal } from './reveal';

/** Says that a file has been written, and shows it if the user wants. */
export async function offerToReveal(sentence: string, out: string): Promise<void> {
  const show = 'Show';
  if ((await window.showInformationMessage(sentence, show)) === show) await reveal(Uri.file(out));
}
