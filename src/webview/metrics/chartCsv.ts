import { csvCell } from '../../model/csvCell';
import { chartSpecs } from './chartSpec';
import type { RunData } from './runData';

type Cell = (run: RunData, step: number) => string | number;

const traceColumns = chartSpecs.map(({ column, traces }): readonly [string, Cell] => [
  column,
  (run, step) => traces(run).raw?.at(step) ?? run.accuracy.raw.at(step),
]);

const columns: readonly (readonly [name: string, cell: Cell])[] = [
  ['run', ({ status }) => csvCell(status.id)],
  ['title', ({ status }) => csvCell(status.title)],
  ['step', (_run, step) => step],
  ['epoch', (run, step) => run.epochOf(step)],
  ['seconds', (run, step) => run.wallUntil(step)],
  ...traceColumns,
  ['test_loss', (run, step) => endedAt(run, step)?.testLoss ?? ''],
  ['test_accuracy', (run, step) => endedAt(run, step)?.testAccuracy ?? ''],
];

/** All steps of the runs as CSV (RFC 4180), a row a step; test values stand at their epoch's last step, and what was not measured is empty. */
export function chartCsv(runs: readonly RunData[]): string {
  const lines = [columns.map(([name]) => name).join(',')];
  for (const run of runs)
    for (let step = 1; step <= run.steps; step++)
      lines.push(columns.map(([, cell]) => text(cell(run, step))).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

function endedAt(run: RunData, step: number): RunData['epochs'][number] | undefined {
  const epoch = run.epochEndedBy(step);
  return epoch?.step === step ? epoch : undefined;
}

/** A 32-bit float in as many digits as it has. */
function text(value: string | number): string {
  if (typeof value === 'string') return value;
  return Number.isFinite(value) ? String(Number(value.toPrecision(8))) : '';
}
