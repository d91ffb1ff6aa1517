import { readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../setup/paths.mjs';
import { SetupError } from '../setup/setupError.mjs';

/** The test files, as paths from the root with forward slashes, that contain one of `filters` (all without any), in order. */
export function testFiles(filters) {
  const all = readdirSync(path.join(root, 'test'), { recursive: true })
    .map((file) => `test/${file.split(path.sep).join('/')}`)
    .filter((file) => file.endsWith('.test.ts'));
  const chosen = all.filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)));
  if (chosen.length === 0)
    throw new SetupError(`No test file has ${filters.map((filter) => `"${filter}"`).join(' or ')} in its path.`);
  return chosen.sort();
}
