import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { runTool } from './runTool.mjs';
import { step } from './step.mjs';

/** `npm ci`, if what lies in `node_modules` is not what the lock file says. */
export function dependencies() {
  return step({
    name: 'dependencies',
    find: installedAsLocked,
    doing: 'npm ci',
    make: () =>
      runTool(['npm', 'ci'], {
        failure:
          'The dependencies could not be installed: npm ci failed, see its lines above; is the npm registry reachable?',
      }),
  });
}

/** True when npm's own record of the installed tree has each package that the lock file requires on every platform. */
function installedAsLocked() {
  const locked = packagesIn('package-lock.json');
  const installed = packagesIn('node_modules/.package-lock.json');
  const required = Object.entries(locked).filter(
    ([folder, entry]) => folder !== '' && !entry.optional && !entry.devOptional,
  );
  return required.every(([folder, { version }]) => installed[folder]?.version === version) || undefined;
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;
  } catch {
    return {};
  }
}
