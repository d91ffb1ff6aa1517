import { csvCell } from '../model/csvCell';
import { textTable, type Column } from '../model/textTable';
import { markdownText } from '../protocol/markdownText';
import type { ComparedRow } from './compareRuns';

/** Runs beside each other, by the names that tell them apart. */
export interface Comparison {
  readonly names: readonly string[];
  readonly rows: readonly ComparedRow[];
}

/** An aligned table: what differs, what came of it, and below what is the same in all. */
export function comparisonTable({ names, rows }: Comparison): string {
  const { differing, results, same } = parted(rows);
  const columns: readonly Column<ComparedRow>[] = [
    { title: 'option', right: false, cell: rowName },
    ...names.map((title, index) => ({ title, right: false, cell: ({ texts }: ComparedRow) => texts[index] ?? '' })),
  ];
  const { rule, lines } = textTable([...differing, ...results], columns);
  const options = lines.slice(0, 2 + differing.length);
  const nothing = differing.length === 0 ? [nothingDiffers] : [];
  return [...options, ...nothing, rule, ...lines.slice(options.length), rule, ...sameLines(same)].join('\n');
}

/** The same as Markdown. */
export function comparisonMarkdown({ names, rows }: Comparison): string {
  const { differing, results, same } = parted(rows);
  const table = (title: string, part: readonly ComparedRow[]): readonly string[] => [
    markdownLine([title, ...names]),
    markdownLine([title, ...names].map(() => ':--')),
    ...part.map((row) => markdownLine([rowName(row), ...row.texts])),
  ];
  return [
    `# Runs compared`,
    ...['', '## What differs', ''],
    ...(differing.length === 0 ? [nothingDiffers] : table('option', differing)),
    ...['', '## What came of it', '', ...table('result', results)],
    ...['', '## The same in all', '', ...same.map((row) => `- ${markdownText(sameText(row))}`)],
  ].join('\n');
}

/** All rows as comma-separated values (RFC 4180). */
export function comparisonCsv({ names, rows }: Comparison): string {
  const lines = rows.map(({ section, name, values, differs }) => [section, name, differs, ...values]);
  return [['section', 'option', 'differs', ...names], ...lines]
    .map((cells) => cells.map((cell) => csvCell(String(cell ?? ''))).join(','))
    .join('\r\n');
}

const nothingDiffers = 'No option differs.';

interface Parts {
  readonly differing: readonly ComparedRow[];
  readonly results: readonly ComparedRow[];
  readonly same: readonly ComparedRow[];
}

function parted(rows: readonly ComparedRow[]): Parts {
  const options = rows.filter(({ section }) => section !== 'result');
  return {
    differing: options.filter(({ differs }) => differs),
    results: rows.filter(({ section }) => section === 'result'),
    same: options.filter(({ differs }) => !differs),
  };
}

/** `training.epochs`, as a network file has it. */
function rowName({ section, name }: ComparedRow): string {
  return section === 'result' ? name : `${section}.${name}`;
}

function sameLines(same: readonly ComparedRow[]): readonly string[] {
  return same.length === 0 ? [] : [`the same in all: ${same.map(sameText).join(' · ')}`];
}

function sameText(row: ComparedRow): string {
  return `${rowName(row)} ${row.texts[0] ?? ''}`;
}

function markdownLine(cells: readonly string[]): string {
  return `| ${cells.map(markdownText).join(' | ')} |`;
}
