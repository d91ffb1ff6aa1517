import { window, type LogOutputChannel } from 'vscode';
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

/** Trains the latest run's plan anew, or asks where there is none. */
export async function trainAgain(uses: Uses): Promise<void> {
  const { latest } = uses.runs;
  if (latest === undefined) await trainCommand(uses);
  else if (await mayTrain(uses.runs)) await trainPlanned(uses, latest.plan);
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

async function trainPlanned({ runs, indicator, output, reveal }: Uses, plan: TrainPlan): Promise<void> {
  await runs.stop();
  output.info(`Run: ${plan.title} ${JSON.stringify(plan.options)}`);
  const run = runs.train(plan);
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
