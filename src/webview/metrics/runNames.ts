import type { RunData } from './runData';

/** What runs are called beside each other: their titles, or where two have the same title, their identifiers. */
export function runNames(runs: readonly RunData[]): readonly string[] {
  const titles = runs.map(({ status }) => status.title);
  return runs.map(({ status: { id, title } }) => (titles.filter((other) => other === title).length > 1 ? id : title));
}
