import { runFacts } from './runFacts';
import { runName, type ListedRun } from './listedRuns';

type Compare = (a: ListedRun, b: ListedRun) => number;

/** The orders in which runs can be listed, and what each is called. */
export const runOrders = ['date', 'accuracy', 'name', 'duration'] as const;

export type RunOrder = (typeof runOrders)[number];

export const orderNames: Readonly<Record<RunOrder, string>> = {
  date: 'Newest first',
  accuracy: 'Highest accuracy first',
  name: 'By name',
  duration: 'Longest first',
};

const compares: Readonly<Record<RunOrder, Compare>> = {
  date: (a, b) => b.record.created.localeCompare(a.record.created),
  accuracy: falling(({ record }) => runFacts(record).accuracy),
  name: (a, b) => runName(a).localeCompare(runName(b), undefined, { numeric: true }),
  duration: falling(({ record }) => runFacts(record).seconds),
};

/** Runs in an order; equals newest first, and last what has no such number. */
export function ordered(runs: readonly ListedRun[], order: RunOrder): readonly ListedRun[] {
  return [...runs].sort((a, b) => compares[order](a, b) || compares.date(a, b));
}

function falling(of: (run: ListedRun) => number | undefined): Compare {
  const number = (run: ListedRun): number => of(run) ?? Number.NEGATIVE_INFINITY;
  return (a, b) => (number(a) === number(b) ? 0 : number(b) - number(a));
}
