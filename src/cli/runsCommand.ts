import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { listedRuns, runName, type ListedRun } from '../client/listedRuns';
import { runFacts, tagsText } from '../client/runFacts';
import { textTable, type Column } from '../model/textTable';
import { duration, percent, stateNames } from '../protocol/format';
import { UserError } from '../protocol/userError';
import { warn } from './standardOutput';

/** `resnet runs [FOLDER]`: the runs in a folder. */
export function addRuns(program: Command): void {
  program
    .command('runs')
    .description('list runs, the newest first')
    .argument('[folder]', 'the folder that has the runs’ folders', 'runs')
    .option('--json', 'print one JSON object a run, each on a line')
    .action(async (folder: string, { json }: { readonly json?: true }) => {
      if (!existsSync(folder))
        throw new UserError(`There is no folder ${folder}: name the one that has the runs, or train first.`, 'usage');
      const runs = await listedRuns([path.resolve(folder)], warn);
      const lines = json === true ? runs.map(runJson) : textTable(runs, columns).lines;
      for (const line of lines) process.stdout.write(`${line}\n`);
    });
}

const columns: readonly Column<ListedRun>[] = [
  { title: 'run', right: false, cell: ({ folder }) => path.basename(folder) },
  { title: 'name', right: false, cell: runName },
  { title: 'state', right: false, cell: ({ record }) => stateNames[record.state] },
  { title: 'accuracy', right: true, cell: ({ record }) => orDash(runFacts(record).accuracy, percent) },
  { title: 'duration', right: true, cell: ({ record }) => orDash(runFacts(record).seconds, duration) },
  { title: 'engine', right: false, cell: ({ record }) => runFacts(record).engine ?? '–' },
  { title: 'tags', right: false, cell: ({ labels }) => tagsText(labels.tags) },
];

function orDash(value: number | undefined, text: (value: number) => string): string {
  return value === undefined ? '–' : text(value);
}

/** The contract of `runs --json`. */
function runJson(run: ListedRun): string {
  const { folder, labels, record } = run;
  const { created, finished, reason, options } = record;
  const about = { folder, name: runName(run), tags: labels.tags, network: options.model };
  return JSON.stringify({ ...about, ...runFacts(record), reason, created, finished });
}
