import { Uri, window, workspace } from 'vscode';
import type { SavedFile } from '../protocol/viewContract';
import { UserError } from '../protocol/userError';

const kinds: Readonly<Record<string, string>> = { csv: 'Comma-separated values', png: 'PNG image' };

/** Writes what a view has made to where the user wants it: proposed is its name in the folder that is open, else in `home`. */
export async function saveFile({ name, content }: SavedFile, home: string): Promise<void> {
  const extension = name.split('.').at(-1) ?? '';
  const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(home);
  const filters = { [kinds[extension] ?? 'File']: [extension] };
  const place = await window.showSaveDialog({ defaultUri: Uri.joinPath(folder, name), filters });
  if (place === undefined) return;
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  try {
    await workspace.fs.writeFile(place, bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${place.fsPath} can't be written (${reason}); choose another folder.`);
  }
}
