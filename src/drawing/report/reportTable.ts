import { mark, type Mark } from '../mark';

/** A column of a table on the page. */
export interface ReportColumn<R> {
  readonly title: string;
  readonly right: boolean;
  readonly cell: (row: R) => string;
}

/** A table that scrolls where it is wider than the page; marked rows are bold. */
export function reportTable<R>(
  rows: readonly R[],
  columns: readonly ReportColumn<R>[],
  marked: (row: R) => boolean = () => false,
): Mark {
  const cell = (tag: string, right: boolean, text: string): Mark => mark(tag, right ? { class: 'right' } : {}, [text]);
  const head = mark('tr', {}, columns.map(({ title, right }) => cell('th', right, title))); // prettier-ignore
  const body = rows.map((row) => mark('tr', marked(row) ? { class: 'marked' } : {}, columns.map((column) => cell('td', column.right, column.cell(row))))); // prettier-ignore
  return mark('div', { class: 'scroll' }, [mark('table', {}, [mark('thead', {}, [head]), mark('tbody', {}, body)])]);
}
