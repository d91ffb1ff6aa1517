import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { runTool } from './runTool.mjs';
import { step } from './step.mjs';

/** The folder of the built bundles. */
export const dist = path.join(root, 'dist');

const stamp = path.join(dist, '.built-from');
const sources = ['src', 'scripts/build.mjs', 'scripts/package', 'package-lock.json'];
const bundles = ['extension.cjs', 'web.js', 'cli.cjs', 'trainer.cjs'];

/** The product's bundles in `dist`, built if a source has changed since. */
export function product() {
  return step({
    name: 'build',
    find: () => isBuilt() || undefined,
    doing: 'bundling the sources into dist',
    make: async () => {
      const hash = sourcesHash();
      await runTool([process.execPath, 'scripts/build.mjs'], {
        failure: 'The extension could not be built, see the lines above.',
        show: 'all',
      });
      writeFileSync(stamp, hash);
    },
  });
}

function isBuilt() {
  const complete = bundles.every((name) => existsSync(path.join(dist, name)));
  return complete && existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesHash();
}

function sourcesHash() {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((name) => filesBelow(path.join(root, name))))
    hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

function filesBelow(entry) {
  if (statSync(entry).isFile()) return [entry];
  return readdirSync(entry)
    .sort()
    .flatMap((name) => filesBelow(path.join(entry, name)));
}
