/** The README for VS Code's page about the extension, which shows pictures from the web only: without the paragraphs and tables of ours. */
export function withoutPictures(text) {
  return text
    .split('\n\n')
    .filter((paragraph) => !paragraph.includes('](media/'))
    .join('\n\n');
}
