/** A column of a table for people. */
export interface Column<Row> {
  readonly title: string;
  /** Numbers stand to the right. */
  readonly right: boolean;
  readonly cell: (row: Row) => string;
}

/** Aligned lines of a table, the titles, a rule and the rows, and a rule as long as its longest line. */
export function textTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): { readonly rule: string; readonly lines: readonly string[] } {
  const titles = columns.map(({ title }) => title);
  const cells = [titles, ...rows.map((row) => columns.map(({ cell }) => cell(row)))];
  const widths = columns.map((_, column) =>
    cells.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), 0),
  );
  const [header = '', ...body] = cells.map((row) => row.map((text, column) => padded(text, widths[column] ?? 0, columns[column]?.right === true)).join('  ').trimEnd()); // prettier-ignore
  const rule = '─'.repeat([header, ...body].reduce((longest, line) => Math.max(longest, line.length), 0));
  return { rule, lines: [header, rule, ...body] };
}

function padded(text: string, width: number, right: boolean): string {
  return right ? text.padStart(width) : text.padEnd(width);
}
