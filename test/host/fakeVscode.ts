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

/** What is typed into an input box, one a box, as far as the box takes it; it is closed where nothing is left. */
export const typedTexts: string[] = [];

/** What the input boxes began with, and what they said against what was typed. */
export const inputBoxes: { readonly value: string; readonly problem: string | undefined }[] = [];

interface InputBox {
  readonly value: string;
  readonly validateInput?: (text: string) => string | undefined;
}

const showInputBox = ({ value, validateInput }: InputBox): Promise<string | undefined> => {
  const text = typedTexts.shift();
  const problem = text === undefined ? undefined : validateInput?.(text);
  inputBoxes.push({ value, problem });
  return Promise.resolve(problem === undefined ? text : undefined);
};

/** The contexts that were set, by their names. */
export const contexts = new Map<string, unknown>();

/** Commands that were run, each with its arguments. */
export const ranCommands: (readonly unknown[])[] = [];

const executeCommand = (command: string, ...rest: readonly unknown[]): Promise<void> => {
  const [name, value] = rest;
  ranCommands.push([command, ...rest]);
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
  ...fakeTree.api,
  ViewColumn: { Active: -1 },
  ProgressLocation: { Notification: 15 },
  window: {
    ...{
      showErrorMessage: show,
      showInformationMessage: show,
      showWarningMessage: (message: string, _: object, ...buttons: readonly string[]) => show(message, ...buttons),
      showTextDocument: () => Promise.resolve(),
      createTreeView: fakeTree.createTreeView,
      showOpenDialog,
      showSaveDialog,
      showQuickPick,
      showInputBox,
      activeTextEditor: undefined,
    },
    withProgress: (_: unknown, task: (...of: readonly unknown[]) => unknown) => task(quietProgress, neverCancelled),
  },
  commands: { executeCommand },
  env: { clipboard: { writeText: (text: string) => Promise.resolve(void (fakeTree.clipboard = text)) } },
};

interface Loader {
  _load(request: string, ...rest: readonly unknown[]): unknown;
}

// There is no `vscode` to load outside of VS Code. To be imported before what needs it.
const loader = Module as unknown as Loader;
const load = loader._load.bind(Module);
loader._load = (request, ...rest) => (request === 'vscode' ? fake : load(request, ...rest));
