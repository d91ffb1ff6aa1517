import type { Analysis } from './analyze';
import { formatShape, type Architecture } from './layer';
import { memoryOf } from './memory';
import { textTable, type Column } from './textTable';
import { describedRows, fieldText, type DescribedRow } from './describeRows';

const count = (value: number): string => value.toLocaleString('en-US');
const unlessNone = (value: number): string => (value === 0 ? '' : count(value));
const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(2)} MiB`;

/** The table's columns: of a text, a Markdown table, a page. */
export const describeColumns: readonly Column<DescribedRow>[] = [
  { title: 'layer', right: false, cell: ({ name, depth }) => `${'  '.repeat(depth)}${name}` },
  { title: 'kind', right: false, cell: ({ kind }) => kind },
  { title: 'input', right: false, cell: ({ input }) => formatShape(input) },
  { title: 'output', right: false, cell: ({ output }) => formatShape(output) },
  { title: 'parameters', right: true, cell: ({ totals }) => unlessNone(totals.params) },
  { title: 'MACs', right: true, cell: ({ totals }) => unlessNone(totals.macs) },
  { title: 'field', right: true, cell: ({ field }) => fieldText(field) },
];

/** A text table of the network's tree of layers with the totals below; shapes are C×H×W. */
export function describeTable(architecture: Architecture, analysis: Analysis): string {
  const { rule, lines } = textTable(describedRows(architecture, analysis.layers), describeColumns);
  return [titleOf(architecture), rule, ...lines, rule, ...totalLines(analysis)].join('\n');
}

/** The same as a Markdown table. */
export function describeMarkdown(architecture: Architecture, analysis: Analysis): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = describedRows(architecture, analysis.layers).map((row) => line(describeColumns.map(({ cell }) => cell(row).replaceAll('  ', '&emsp;')))); // prettier-ignore
  const head = [
    line(describeColumns.map(({ title }) => title)),
    line(describeColumns.map(({ right }) => (right ? '--:' : ':--'))),
  ];
  const totals = totalLines(analysis).map((text) => `- ${text}`);
  return [`### ${titleOf(architecture)}`, '', ...head, ...rows, '', ...totals].join('\n');
}

function titleOf({ name, input, classes }: Architecture): string {
  return `${name}, input ${formatShape(input)}, ${classes} classes`;
}

/** The totals in sentences; bytes are of one image in float32, and multiply-accumulates too. */
export function totalLines({ layers, totals }: Analysis): readonly string[] {
  const { inferencePeak, keptForBackward, trainingPeak } = memoryOf(layers);
  return [
    `parameters ${count(totals.params)} (${mebibytes(4 * totals.params)}) · statistics ${count(totals.buffers)}`,
    `multiply-accumulates ${count(totals.macs)} for one image; FLOPs ${count(2 * totals.macs)}, two each`,
    `outputs of all layers ${mebibytes(totals.activationBytes)} for one image in float32, ${count(totals.activationBytes / 4)} values`,
    `kept for the backward pass ${mebibytes(keptForBackward)} · at most at a time ${mebibytes(inferencePeak)} in inference, ${mebibytes(trainingPeak)} in training`,
    'field: pixels of the input that a value sees / from one value to the next',
  ];
}
