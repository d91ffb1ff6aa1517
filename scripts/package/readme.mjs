import { readFile, writeFile } from 'node:fs/promises';

/**
 * Takes the pictures, with their paragraphs and tables, out of a README: VS Code's page about an extension shows them from the web
 * only, where vsce finds ours as soon as package.json names a public repository.
 */
export async function withoutPictures(file) {
  const paragraphs = (await readFile(file, 'utf8')).split('\n\n');
  await writeFile(file, paragraphs.filter((paragraph) => !paragraph.includes('](media/')).join('\n\n'));
}
