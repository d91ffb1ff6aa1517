import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../setup/paths.mjs';

const licenceFile = /^(licen[cs]e|copying|notice)/i;
const copyrightLine = /Copyright (?:\([Cc]\)|©|\d{4})[^*\n]*/g;

/**
 * The text of a package's licence, with its notices. One that carries none has the standard text of the licence that it names, and
 * whose the copyright is, which its files say, or else its manifest.
 * @returns {{ text: string, holders: string[] }}
 */
export function licenceOf({ folder, manifest, files }) {
  const own = readdirSync(path.join(root, folder))
    .filter((name) => licenceFile.test(name))
    .sort();
  if (own.length > 0)
    return { text: own.map((name) => readText(path.join(root, folder, name))).join('\n\n'), holders: [] };
  const standard = path.join(root, 'scripts/package/licences', `${manifest.license}.txt`);
  if (!existsSync(standard)) throw new Error(`${folder} carries no licence: ${standard} has to be there for it.`);
  return { text: readText(standard), holders: holdersOf(manifest, files) };
}

function holdersOf({ author }, files) {
  const lines = files.flatMap((file) => readText(path.join(root, file)).match(copyrightLine) ?? []);
  const named = typeof author === 'string' ? author : author?.name;
  if (lines.length > 0 || !named) return [...new Set(lines.map((line) => line.trim()))].sort();
  return [`Copyright ${named}`];
}

function readText(file) {
  return readFileSync(file, 'utf8')
    .replaceAll('\r\n', '\n')
    .replace(/^\s*\n|\s+$/g, '');
}
