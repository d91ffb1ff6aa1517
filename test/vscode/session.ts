import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { startVsCode, type VsCode } from './harness/startVsCode';

/** Selectors that tell the two views apart. */
export const block = '[data-block="layer1.0"]';
export const metricsView = '#chart-loss';

/** A VS Code with the extension and a workspace for its runs. */
export interface Session {
  readonly code: VsCode;
  readonly workspace: string;
}

/** Opens VS Code on a new workspace; trains on a few real images with native TensorFlow unless the settings say otherwise. */
export async function openSession(settings: Readonly<Record<string, unknown>> = {}): Promise<Session> {
  const workspace = mkdtempSync(path.join(tmpdir(), 'resnet-workspace-'));
  const quick = {
    'resnet.engine': 'tensorflow',
    'resnet.data': 'cifar10',
    'resnet.limitTest': 128,
    'resnet.limitTrain': 640,
    'resnet.epochs': 2,
  };
  return {
    workspace,
    code: await startVsCode({ workspace, extension: { folder: process.cwd() }, settings: { ...quick, ...settings } }),
  };
}

/** Polls until a value is as wanted, a minute and a half at most. */
export async function until<T>(read: () => T | Promise<T>, accept: (value: T) => boolean, what: string): Promise<T> {
  const end = Date.now() + 90_000;
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    if (Date.now() > end) throw new Error(`${what} never came; last seen: ${String(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** F1, "ResNet: Train", Enter. */
export async function train({ code }: Session): Promise<Frame> {
  await code.runCommand('ResNet: Train');
  await code.page.locator('.quick-input-list [role="option"][aria-label^="ResNet-34 on airplane and bird"]').waitFor();
  await code.page.keyboard.press('Enter');
  return code.webview(block);
}

/** Tab, or another key, until a control of a view has the focus. */
export async function tabTo({ code }: Session, view: Frame, { to, key = 'Tab' }: TabStops): Promise<void> {
  for (let stops = 0; stops < 60; stops++) {
    if (await view.evaluate((at) => document.activeElement?.matches(at) === true, to)) return;
    await code.page.keyboard.press(key);
  }
  throw new Error(`${key} never came to ${to}`);
}

export interface TabStops {
  readonly to: string;
  readonly key?: 'Tab' | 'Shift+Tab' | 'ArrowDown' | undefined;
}

/** The step that the architecture panel shows. */
export async function stepShown(panel: Frame): Promise<number> {
  const status = (await panel.locator('#status').textContent()) ?? '';
  return Number(/step ([\d,]+)/.exec(status)?.[1]?.replaceAll(',', '') ?? 0);
}

export async function untilStep(panel: Frame, wanted: number): Promise<void> {
  await until(
    () => stepShown(panel),
    (step) => step >= wanted,
    `step ${wanted} in the panel`,
  );
}

/** Processes of workers below this VS Code. */
export function workers({ code }: Session): readonly number[] {
  return code
    .processes()
    .filter(({ commandLine }) => commandLine.includes('trainer.cjs'))
    .map(({ pid }) => pid);
}

/** The one worker that trains now. */
export function worker(session: Session): number {
  const [pid] = workers(session);
  if (pid === undefined) throw new Error('No worker runs.');
  return pid;
}

export function statusItem({ code }: Session): Locator {
  return code.page.locator('[id="resnet-inspector.resnet-inspector.resnet.run"]');
}

export function toast({ code }: Session, text: RegExp): Locator {
  return code.page.locator('.notification-toast').filter({ hasText: text }).first();
}

/** Presses a notification's button: it may move from under the pointer as others come and go, and is pressed again then. */
export async function press(notification: Locator, button: string): Promise<void> {
  for (let tries = 0; tries < 3; tries++) {
    await notification.getByText(button).click();
    const hidden = notification.waitFor({ state: 'hidden', timeout: 3_000 });
    if (await hidden.then(() => true, () => false)) return; // prettier-ignore
  }
  throw new Error(`The notification with "${button}" stays where it is.`);
}

/** What `run.json` tells the tests. */
export interface KeptRun {
  readonly state: string;
  readonly reason?: string;
  readonly epochs: readonly unknown[];
}

/** Folders of the runs so far, the oldest first. */
export function runFolders({ workspace }: Session): readonly string[] {
  const parent = path.join(workspace, 'runs');
  return readdirSync(parent, { withFileTypes: true })
    .map(({ name }) => path.join(parent, name))
    .sort();
}

export function keptRun(session: Session, index = 0): KeptRun {
  const text = readFileSync(path.join(runFolders(session)[index] ?? '', 'run.json'), 'utf8');
  return JSON.parse(text) as KeptRun; // our own file's contract
}

/** Steps in a run's metrics. */
export function keptSteps(session: Session, index = 0): number {
  const lines = readFileSync(path.join(runFolders(session)[index] ?? '', 'metrics.jsonl'), 'utf8').split('\n');
  return lines.filter((line) => line.includes('"type":"step"')).length;
}

/** A run's record once it is written: its folder is there a little earlier. */
function writtenRun(session: Session, index: number): KeptRun | undefined {
  const folder = existsSync(path.join(session.workspace, 'runs')) ? runFolders(session)[index] : undefined;
  return folder !== undefined && existsSync(path.join(folder, 'run.json')) ? keptRun(session, index) : undefined;
}

export async function untilRun(session: Session, state: string, index = 0): Promise<KeptRun> {
  await until(
    () => writtenRun(session, index),
    (run) => run?.state === state,
    `run ${index + 1} in state ${state}`,
  );
  return keptRun(session, index);
}

export async function untilRuns(session: Session, count: number): Promise<void> {
  await until(
    () => runFolders(session).length,
    (runs) => runs === count,
    `${count} runs`,
  );
}
