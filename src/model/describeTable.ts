import type { Analysis } from './analyze';
import { formatShape, type Architecture } from './layer';
import { memoryOf } from './memory';
import { describedRows, fieldText, type DescribedRow } from './describeRows';

const count = (value: number): string => value.toLocaleString('en-US');
const unlessNone = (value: number): string => (value === 0 ? '' : count(value));
const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(2)} MiB`;

interface Column {
  readonly title: string;
  readonly right: boolean;
  readonly cell: (row: DescribedRow) => string;
}

const columns: readonly Column[] = [
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
  const described = describedRows(architecture, analysis.layers);
  const rows = [columns.map(({ title }) => title), ...described.map((row) => columns.map(({ cell }) => cell(row)))];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => padded(cell, column, widths)).join('  ').trimEnd()); // prettier-ignore
  const rule = '─'.repeat(Math.max(...lines.map((line) => line.length)));
  const [header = '', ...body] = lines;
  return [titleOf(architecture), rule, header, rule, ...body, rule, ...totalLines(analysis)].join('\n');
}

/** The same as a Markdown table. */
export function describeMarkdown(architecture: Architecture, analysis: Analysis): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = describedRows(architecture, analysis.layers).map((row) => line(columns.map(({ cell }) => cell(row).replaceAll('  ', '&emsp;')))); // prettier-ignore
  const head = [line(columns.map(({ title }) => title)), line(columns.map(({ right }) => (right ? '--:' : ':--')))];
  const totals = totalLines(analysis).map((text) => `- ${text}`);
  return [`### ${titleOf(architecture)}`, '', ...head, ...rows, '', ...totals].join('\n');
}

function titleOf({ name, input, classes }: Architecture): string {
  return `${name}, input ${formatShape(input)}, ${classes} classes`;
}

/** Bytes are of one image in float32, and multiply-accumulates too. */
function totalLines({ layers, totals }: Analysis): readonly string[] {
  const { inferencePeak, keptForBackward, trainingPeak } = memoryOf(layers);
  return [
    `parameters ${count(totals.params)} (${mebibytes(4 * totals.params)}) · statistics ${count(totals.buffers)}`,
    `multiply-accumulates ${count(totals.macs)} for one image; FLOPs ${count(2 * totals.macs)}, two each`,
    `outputs of all layers ${mebibytes(totals.activationBytes)} for one image in float32, ${count(totals.activationBytes / 4)} values`,
    `kept for the backward pass ${mebibytes(keptForBackward)} · at most at a time ${mebibytes(inferencePeak)} in inference, ${mebibytes(trainingPeak)} in training`,
    'field: pixels of the input that a value sees / from one value to the next',
  ];
}

function padded(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0;
  return columns[column]?.right === true ? cell.padStart(width) : cell.padEnd(width);
}
