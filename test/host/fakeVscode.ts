import Module from 'node:module';
import { fakeEditor } from './fakeEditor';

/** What the fake window was asked to show; a test empties it. */
export const shownMessages: string[] = [];

const show = (message: string): Promise<undefined> => {
  shownMessages.push(message);
  return Promise.resolve(undefined);
};

const fake = {
  ...fakeEditor.api,
  ViewColumn: { Active: -1 },
  window: { showErrorMessage: show, showInformationMessage: show, activeTextEditor: undefined },
  commands: { executeCommand: () => Promise.resolve() },
};

interface Loader {
  _load(request: string, ...rest: readonly unknown[]): unknown;
}

// There is no `vscode` to load outside of VS Code. To be imported before what needs it.
const loader = Module as unknown as Loader;
const load = loader._load.bind(Module);
loader._load = (request, ...rest) => (request === 'vscode' ? fake : load(request, ...rest));
