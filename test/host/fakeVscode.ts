import Module from 'node:module';
import { fakeEditor } from './fakeEditor';
import { fakeTree } from './fakeTree';

/** What the fake window was asked to show; a test empties it. */
export const shownMessages: string[] = [];

/** Buttons that are pressed where a message has them, one a message. */
export const pressedButtons: string[] = [];

/** What the open dialog answers, one after the other; it is closed where nothing is left. */
export const pickedFiles: unknown[] = [];

const show = (message: string, ...buttons: readonly string[]): Promise<string | undefined> => {
  shownMessages.push(message);
  const [next = ''] = pressedButtons;
  return Promise.resolve(buttons.includes(next) ? pressedButtons.shift() : undefined);
};

const quietProgress = { report: (): void => undefined };
const neverCancelled = { onCancellationRequested: (): void => undefined };

const showOpenDialog = (): Promise<unknown> => {
  const picked = pickedFiles.shift();
  return Promise.resolve(picked === undefined ? undefined : [picked]);
};

/** Labels that are chosen where a list has them, one a list. */
export const chosenLabels: string[] = [];

/** What the lists offered. */
export const offeredLabels: (readonly string[])[] = [];

/** Labels that are chosen together where a list lets one choose many; the list is left where nothing is. */
export const chosenTogether: (readonly string[])[] = [];

type Items = readonly { readonly label: string }[];

const showQuickPick = (items: Items, options?: { readonly canPickMany?: boolean }): Promise<unknown> => {
  offeredLabels.push(items.map(({ label }) => label));
  if (options?.canPickMany === true) {
    const labels = chosenTogether.shift();
    return Promise.resolve(labels && items.filter((item) => labels.includes(item.label)));
  }
  const label = chosenLabels.shift();
  return Promise.resolve(items.find((item) => item.label === label));
};

/** What is typed where a box asks for text; it is left where nothing is. */
export const typedTexts: string[] = [];

/** Commands that were run, each with its arguments. */
export const ranCommands: (readonly unknown[])[] = [];

/** What the save dialog proposed; it takes that, unless a test says otherwise. */
export const proposedFiles: string[] = [];
export const savedFiles: unknown[] = [];

const showSaveDialog = ({ defaultUri }: { readonly defaultUri: { readonly fsPath: string } }): Promise<unknown> => {
  proposedFiles.push(defaultUri.fsPath);
  return Promise.resolve(savedFiles.length > 0 ? savedFiles.shift() : defaultUri);
};

const fake = {
  ...fakeEditor.api,
  ...fakeTree.api,
  ViewColumn: { Active: -1 },
  ProgressLocation: { Notification: 15 },
  window: {
    ...{
      showErrorMessage: show,
      showInformationMessage: show,
      showWarningMessage: (message: string, _: object, ...buttons: readonly string[]) => show(message, ...buttons),
      showInputBox: () => Promise.resolve(typedTexts.shift()),
      showTextDocument: () => Promise.resolve(),
      createTreeView: fakeTree.createTreeView,
      showOpenDialog,
      showSaveDialog,
      showQuickPick,
      activeTextEditor: undefined,
    },
    withProgress: (_: unknown, task: (...of: readonly unknown[]) => unknown) => task(quietProgress, neverCancelled),
  },
  commands: { executeCommand: (...command: readonly unknown[]) => Promise.resolve(void ranCommands.push(command)) },
  env: { clipboard: { writeText: (text: string) => Promise.resolve(void (fakeTree.clipboard = text)) } },
};

interface Loader {
  _load(request: string, ...rest: readonly unknown[]): unknown;
}

// There is no `vscode` to load outside of VS Code. To be imported before what needs it.
const loader = Module as unknown as Loader;
const load = loader._load.bind(Module);
loader._load = (request, ...rest) => (request === 'vscode' ? fake : load(request, ...rest));
