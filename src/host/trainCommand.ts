import { window, type LogOutputChannel } from 'vscode';
import { openEarlierRun, type EarlierRun } from '../client/earlierRun';
import { numberProblem } from '../protocol/checkTrainOptions';
import { UserError } from '../protocol/userError';
import { askPlan } from './askPlan';
import { openRunFolder } from './openRunFolder';
import type { RunIndicator } from './runIndicator';
import { runOutcome } from './runOutcome';
import type { Run, Runs } from './runs';
import type { Settings } from './settings';
import { showFailure } from './showFailure';
import type { TrainPlan } from './trainPlan';

interface Uses {
  readonly runs: Runs;
  readonly indicator: Pick<RunIndicator, 'follow'>;
  readonly output: Pick<LogOutputChannel, 'info' | 'error'>;
  readonly settings: () => Settings;
  /** Brings the views of the run to the front. */
  readonly reveal: () => Promise<void>;
}

/** "ResNet: Train": asks what, and before it ends a run that goes on; settles when the run is over. */
export async function trainCommand(uses: Uses): Promise<void> {
  const wasGoing = uses.runs.isGoing;
  if (!(await mayTrain(uses.runs))) return;
  const plan = await askPlan(uses.settings());
  if (plan === undefined || !(wasGoing || (await mayTrain(uses.runs)))) return;
  await trainPlanned(uses, plan);
}

/** Trains what a plan says, made before anything is stopped for it. */
export async function trainThis(uses: Uses, plan: TrainPlan): Promise<void> {
  if (await mayTrain(uses.runs)) await trainPlanned(uses, plan);
}

/** Trains the latest run's plan anew, or asks where there is none. */
export async function trainAgain(uses: Uses): Promise<void> {
  const { latest } = uses.runs;
  if (latest === undefined) await trainCommand(uses);
  else if (await mayTrain(uses.runs)) await trainPlanned(uses, latest.plan);
}

/** "ResNet: Resume Training": goes on where a run stopped, the latest if none is named; a finished one is asked how far. */
export async function resumeTraining(uses: Uses, folder = uses.runs.latest?.folder): Promise<void> {
  if (folder === undefined) throw new UserError('There is no run to resume yet: train one first.');
  if (!(await mayTrain(uses.runs))) return;
  const earlier = await openEarlierRun(folder);
  const { title, options } = earlier.about;
  const made = earlier.events.filter(({ type }) => type === 'epoch').length;
  const epochs = await askEpochs(made, options.epochs);
  if (epochs !== undefined) await trainPlanned(uses, { title, options: { ...options, epochs } }, earlier);
}

/** The epochs of the whole run; nothing if the user gives up. */
async function askEpochs(done: number, planned: number): Promise<number | undefined> {
  if (done < planned) return planned;
  const answer = await window.showInputBox({
    title: 'Resume Training',
    prompt: `The run has finished its ${done} epochs: how many in all?`,
    value: String(2 * done),
    validateInput: (text) =>
      numberProblem('epochs', Number(text)) ?? (Number(text) > done ? undefined : `More than the ${done} it has made.`),
  });
  return answer === undefined ? undefined : Number(answer);
}

async function mayTrain(runs: Runs): Promise<boolean> {
  if (isOver(runs.latest)) await runs.over; // its worker may still be on its way out
  if (!runs.isGoing) return true;
  const stop = 'Stop and Train';
  return (await window.showWarningMessage('A run is going on.', stop, 'Keep')) === stop;
}

function isOver(run: Run | undefined): boolean {
  const state = run?.history.status().state;
  return state === 'done' || state === 'stopped' || state === 'failed';
}

async function trainPlanned(
  { runs, indicator, output, reveal }: Uses,
  plan: TrainPlan,
  earlier?: EarlierRun,
): Promise<void> {
  await runs.stop();
  output.info(`Run: ${plan.title} ${JSON.stringify(plan.options)}`);
  const run = runs.train(plan, earlier);
  const report = (error: unknown): void => void showFailure(error, output);
  reveal().catch(report);
  const result = await indicator.follow({ title: plan.title, stop: () => void runs.stop() }, run);
  const outcome = runOutcome(plan.title, result);
  output.info(outcome);
  offerFolder(outcome, runs.latest?.folder).catch(report);
}

async function offerFolder(outcome: string, folder: string | undefined): Promise<void> {
  const open = 'Open Run Folder';
  const button = await window.showInformationMessage(outcome, ...(folder === undefined ? [] : [open]));
  if (button === open && folder !== undefined) await openRunFolder(folder);
}
