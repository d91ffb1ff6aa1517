import Module from 'node:module';
import { fakeEditor } from './fakeEditor';

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

const showQuickPick = (items: readonly { readonly label: string }[]): Promise<unknown> => {
  offeredLabels.push(items.map(({ label }) => label));
  const label = chosenLabels.shift();
  return Promise.resolve(items.find((item) => item.label === label));
};

/** What is typed into an input box, one a box, as far as the box takes it; it is closed where nothing is left. */
export const typedTexts: string[] = [];

/** What the input boxes began with, and what they said against what was typed. */
export const inputBoxes: { readonly value: string; readonly problem: string | undefined }[] = [];

interface InputBox {
  readonly value: string;
  readonly validateInput: (text: string) => string | undefined;
}

const showInputBox = ({ value, validateInput }: InputBox): Promise<string | undefined> => {
  const text = typedTexts.shift();
  const problem = text === undefined ? undefined : validateInput(text);
  inputBoxes.push({ value, problem });
  return Promise.resolve(problem === undefined ? text : undefined);
};

/** The contexts that were set, by their names. */
export const contexts = new Map<string, unknown>();

const executeCommand = (command: string, ...[name, value]: readonly unknown[]): Promise<void> => {
  if (command === 'setContext') contexts.set(String(name), value);
  return Promise.resolve();
};

/** What the save dialog proposed; it takes that, unless a test says otherwise. */
export const proposedFiles: string[] = [];
export const savedFiles: unknown[] = [];

const showSaveDialog = ({ defaultUri }: { readonly defaultUri: { readonly fsPath: string } }): Promise<unknown> => {
  proposedFiles.push(defaultUri.fsPath);
  return Promise.resolve(savedFiles.length > 0 ? savedFiles.shift() : defaultUri);
};

const fake = {
  ...fakeEditor.api,
  ViewColumn: { Active: -1 },
  ProgressLocation: { Notification: 15 },
  window: {
    ...{
      showErrorMessage: show,
      showInformationMessage: show,
      showOpenDialog,
      showSaveDialog,
      showQuickPick,
      showInputBox,
      activeTextEditor: undefined,
    },
    withProgress: (_: unknown, task: (...of: readonly unknown[]) => unknown) => task(quietProgress, neverCancelled),
  },
  commands: { executeCommand },
};

interface Loader {
  _load(request: string, ...rest: readonly unknown[]): unknown;
}

// There is no `vscode` to load outside of VS Code. To be imported before what needs it.
const loader = Module as unknown as Loader;
const load = loader._load.bind(Module);
loader._load = (request, ...rest) => (request === 'vscode' ? fake : load(request, ...rest));
