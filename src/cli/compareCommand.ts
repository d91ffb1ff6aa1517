import type { Command } from 'commander';
import path from 'node:path';
import { comparisonOf } from '../client/comparisonOf';
import { comparisonCsv, comparisonMarkdown, comparisonTable, type Comparison } from '../client/comparisonText';
import { UserError } from '../protocol/userError';
import { warn } from './standardOutput';

interface CompareFlags {
  readonly json?: true;
  readonly markdown?: true;
  readonly csv?: true;
}

/** `resnet compare RUN RUN…`: in which options runs differ, and what came of them. */
export function addCompare(program: Command): void {
  program
    .command('compare')
    .description('print in which options runs differ, and what came of them')
    .argument('<runs...>', 'the runs’ folders')
    .option('--json', 'print one JSON object')
    .option('--markdown', 'print tables in Markdown')
    .option('--csv', 'print all rows as comma-separated values')
    .action(async (runs: readonly string[], flags: CompareFlags) => {
      if (runs.length < 2) throw new UserError('Name at least two runs to compare.', 'usage');
      const folders = runs.map((run) => path.resolve(run));
      process.stdout.write(`${formOf(flags)(await comparisonOf(folders, warn))}\n`);
    });
}

function formOf({ json, markdown, csv }: CompareFlags): (comparison: Comparison) => string {
  if (json === true) return JSON.stringify;
  if (markdown === true) return comparisonMarkdown;
  return csv === true ? comparisonCsv : comparisonTable;
}
