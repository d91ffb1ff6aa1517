import { loadRun } from '../client/loadRun';
import type { Run } from './runs';
import { plannedNetwork } from '../protocol/plannedNetwork';

/** A run from its folder; `log` is told of damaged lines. */
export async function storedRun(folder: string, log: (line: string) => void): Promise<Run> {
  const { record, history } = await loadRun(folder, log);
  const { title, options, start } = record;
  return { plan: { title, options }, history, folder, architecture: plannedNetwork(options, start?.classes.length) };
}
