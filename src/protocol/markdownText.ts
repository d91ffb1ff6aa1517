/** Text as Markdown shows it letter by letter, also in a table's cell; what breaks a line becomes a space. */
export function markdownText(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>|~&]/g, (sign) => `\\${sign}`);
}
