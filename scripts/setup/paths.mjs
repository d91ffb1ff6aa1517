import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** The pinned versions of what is fetched on demand. */
export const versions = JSON.parse(readFileSync(new URL('./versions.json', import.meta.url), 'utf8'));

/** The folder for what set-up fetches: `RESNET_TEST_CACHE`, or `.cache` in the repository. */
export const cacheRoot = path.resolve(process.env.RESNET_TEST_CACHE || path.join(root, '.cache'));
