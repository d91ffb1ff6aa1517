/** A cell of a CSV table: a text that has a comma, a quote or a line's end in it stands in quotes (RFC 4180). */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
