import { readFile } from 'node:fs/promises';
import { parseEvents } from './metricsLog';
import { codeOf } from './diskFault';
import { isOpen } from './openRun';
import { listedRun, runName, type ListedRun } from './listedRuns';
import { runFiles } from './runFiles';
import { RunHistory } from './runHistory';

/** A run read back from its folder, with everything that it reported. */
export interface LoadedRun extends ListedRun {
  readonly history: RunHistory;
}

/** Opens a run's folder and replays its metrics; `log` is told of damaged lines. */
export async function loadRun(folder: string, log: (line: string) => void): Promise<LoadedRun> {
  const run = await listedRun(folder, log);
  const { id, state, reason } = run.record;
  const { metrics } = runFiles(folder);
  const text = await readFile(metrics, 'utf8').catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') log(`The metrics in ${metrics} can't be read: ${String(error)}.`);
    return '';
  });
  const history = new RunHistory({ id, title: runName(run) });
  for (const event of parseEvents(text, (line) => log(`Line ${line} of ${metrics} is damaged and was left out.`)))
    history.apply(event);
  if (isOpen(run.record)) history.goesOnElsewhere();
  else history.finish(state, reason ?? '');
  return { ...run, history };
}
