import { window } from 'vscode';
import { askSteps } from './askSteps';
import { draftNumbers, firstDraft } from './customSteps';
import type { Settings } from './settings';
import { presetPlans, trainPlan, type TrainPlan } from './trainPlan';

/** Lets the user choose what to train: Enter at once takes the example. */
export async function askPlan(settings: Settings): Promise<TrainPlan | undefined> {
  const custom = { label: 'Custom…', detail: 'network, images, epochs, optimizer and engine, step by step' };
  const presets = presetPlans(settings);
  const items = [...presets.map(({ label, detail }) => ({ label, detail })), custom];
  const picked = await window.showQuickPick(items, { title: 'Train', placeHolder: 'What to train' });
  if (picked === custom) {
    const draft = await askSteps(firstDraft(settings));
    return draft === undefined ? undefined : trainPlan(draftNumbers(draft), settings);
  }
  const preset = presets[picked === undefined ? -1 : items.indexOf(picked)];
  return preset === undefined ? undefined : trainPlan(preset.numbers, settings);
}
