import { Uri, window, type TextDocument } from 'vscode';
import type { FilePlace } from '../protocol/networkFile/fileOptions';
import { UserError } from '../protocol/userError';
import { readNetworkFile, type NetworkFileReading } from '../protocol/networkFile/readNetworkFile';

/** The files that are networks. */
export const networkFileSelector = { pattern: '**/*.resnet.json' };

export function isNetworkFile({ uri }: Pick<TextDocument, 'uri'>): boolean {
  return uri.path.endsWith('.resnet.json');
}

/** `small.resnet.json`. */
export function fileNameOf(uri: Uri): string {
  return uri.path.split('/').at(-1) ?? '';
}

/** The file that a command is about: its argument, else the one in the editor. */
export function openFileUri(argument: unknown): Uri {
  const uri = argument instanceof Uri ? argument : window.activeTextEditor?.document.uri;
  if (uri !== undefined && isNetworkFile({ uri })) return uri;
  throw new UserError('No network file is open: open one that ends with .resnet.json.');
}

/** Reads an editor's text, saved or not. */
export function readDocument(document: Pick<TextDocument, 'uri' | 'getText'>): NetworkFileReading {
  return readNetworkFile(document.getText(), placeOf(document.uri));
}

function placeOf(uri: Uri): FilePlace {
  const isAbsolute = (path: string): boolean => /^([a-z]:)?[\\/]/i.test(path);
  return {
    name: fileNameOf(uri).replace(/\.resnet\.json$/, ''),
    resolve: (path) => (isAbsolute(path) ? path : Uri.joinPath(uri, '..', path).fsPath),
  };
}
