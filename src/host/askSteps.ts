import { QuickInputButtons, window, type Disposable, type QuickInput } from 'vscode';
import { answered, chooseFolder, customSteps, type Draft, type Step } from './customSteps';

type Answer = { readonly value: string } | 'back' | undefined;

/** Asks the questions one after the other, with a way back; nothing if the user leaves. */
export async function askSteps(first: Draft): Promise<Draft | undefined> {
  let draft = first;
  for (let index = 0; index < customSteps.length;) {
    const step = customSteps[index];
    if (step === undefined) break;
    const answer = await ask(step, draft, `Train: step ${index + 1} of ${customSteps.length}`);
    if (answer === undefined) return undefined;
    if (answer === 'back') {
      index--;
      continue;
    }
    draft = answered(draft, step.name, answer.value);
    index++;
  }
  return draft;
}

async function ask(step: Step, draft: Draft, title: string): Promise<Answer> {
  if (step.kind === 'input') return input(step, draft, title);
  const answer = await pick(step, draft, title);
  return typeof answer === 'object' && answer.value === chooseFolder ? folder() : answer;
}

function pick(step: Extract<Step, { kind: 'pick' }>, draft: Draft, title: string): Promise<Answer> {
  const box = window.createQuickPick();
  const items = step.choices.map(({ label, detail }) => (detail === undefined ? { label } : { label, detail }));
  box.items = items;
  box.placeholder = step.question;
  box.activeItems = items.filter((_, index) => step.choices[index]?.value === draft[step.name]);
  return shown(box, { title, back: step !== customSteps[0] }, (settle) => [
    box.onDidAccept(() => {
      const chosen = step.choices[items.indexOf(box.activeItems[0] ?? { label: '' })];
      if (chosen !== undefined) settle({ value: chosen.value });
    }),
    box.onDidTriggerButton(() => settle('back')),
  ]);
}

function input(step: Extract<Step, { kind: 'input' }>, draft: Draft, title: string): Promise<Answer> {
  const box = window.createInputBox();
  box.prompt = step.question;
  box.value = draft[step.name];
  const check = (): string | undefined => step.problem(box.value, draft);
  return shown(box, { title, back: true }, (settle) => [
    box.onDidChangeValue(() => (box.validationMessage = check())),
    box.onDidAccept(() => {
      box.validationMessage = check();
      if (box.validationMessage === undefined) settle({ value: box.value.trim() });
    }),
    box.onDidTriggerButton(() => settle('back')),
  ]);
}

interface Box extends QuickInput {
  buttons: readonly unknown[];
}

/** Shows a box until one of its listeners settles it or the user leaves it. */
async function shown(
  box: Box,
  { title, back }: { readonly title: string; readonly back: boolean },
  listen: (settle: (answer: Answer) => void) => readonly Disposable[],
): Promise<Answer> {
  box.title = title;
  box.ignoreFocusOut = true;
  box.buttons = back ? [QuickInputButtons.Back] : [];
  const answer = await new Promise<Answer>((resolve) => {
    listen(resolve);
    box.onDidHide(() => resolve(undefined));
    box.show();
  });
  box.dispose();
  return answer;
}

async function folder(): Promise<Answer> {
  const [chosen] =
    (await window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, openLabel: 'Use These Images' })) ??
    [];
  return chosen === undefined ? undefined : { value: chosen.fsPath };
}
