import type { Analysis, LayerFacts } from '../model/analyze';
import { formatShape, type Architecture } from '../model/layer';

const count = (value: number): string => value.toLocaleString('en-US');

const columns: readonly {
  readonly title: string;
  readonly right: boolean;
  readonly cell: (facts: LayerFacts) => string;
}[] = [
  { title: 'layer', right: false, cell: ({ layer }) => layer.name },
  { title: 'kind', right: false, cell: ({ layer }) => layer.kind },
  { title: 'input', right: false, cell: ({ input }) => formatShape(input) },
  { title: 'output', right: false, cell: ({ output }) => formatShape(output) },
  { title: 'parameters', right: true, cell: ({ params }) => (params === 0 ? '' : count(params)) },
  { title: 'MACs', right: true, cell: ({ macs }) => (macs === 0 ? '' : count(macs)) },
];

/** A text table of the layers with the totals below; shapes are C×H×W. */
export function describeTable(architecture: Architecture, { layers, totals }: Analysis): string {
  const rows = [columns.map(({ title }) => title), ...layers.map((facts) => columns.map(({ cell }) => cell(facts)))];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => padded(cell, column, widths))
      .join('  ')
      .trimEnd(),
  );
  const rule = '─'.repeat(Math.max(...lines.map((line) => line.length)));
  const [header = '', ...body] = lines;
  return [
    `${architecture.name}, input ${formatShape(architecture.input)}, ${architecture.classes} classes`,
    rule,
    header,
    rule,
    ...body,
    rule,
    `parameters ${count(totals.params)} · buffers ${count(totals.buffers)}`,
    `multiply-accumulates ${count(totals.macs)} for one image (FLOPs: twice as many)`,
    `outputs of all layers ${(totals.activationBytes / 2 ** 20).toFixed(2)} MiB for one image in float32`,
  ].join('\n');
}

function padded(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0;
  return columns[column]?.right === true ? cell.padStart(width) : cell.padEnd(width);
}
