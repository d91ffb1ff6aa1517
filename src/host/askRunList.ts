import { window } from 'vscode';
import type { ListedRun } from '../client/listedRuns';
import { filterFields, filterWords } from '../client/runFilter';
import { orderNames, runOrders, type RunOrder } from '../client/runOrder';

/** Asks which runs to list, by a field or by words; nothing if the user gives up. */
export async function askFilter(runs: readonly ListedRun[], now: string): Promise<string | undefined> {
  const words = { label: '$(search) Words…', description: now };
  const items = [words, ...filterWords(runs).map((label) => ({ label }))];
  const picked = await window.showQuickPick(items, { title: 'Filter Runs', placeHolder: 'Which runs to list' });
  return picked === words ? askWords(now) : picked?.label;
}

async function askWords(value: string): Promise<string | undefined> {
  const fields = filterFields.map((field) => `${field}:…`).join(', ');
  const prompt = `Runs that have all of these words; ${fields} look at one thing alone.`;
  return (await window.showInputBox({ title: 'Filter Runs', value, prompt }))?.trim();
}

/** Asks in which order to list them. */
export async function askOrder(now: RunOrder): Promise<RunOrder | undefined> {
  const items = runOrders.map((order) => ({
    label: orderNames[order],
    description: order === now ? 'now' : '',
    order,
  }));
  return (await window.showQuickPick(items, { title: 'Sort Runs', placeHolder: 'In which order' }))?.order;
}
