// What has to be there before anything runs, each part made only if it is missing:
// `node scripts/setup.mjs [dependencies] [build] [engine] [data] [workspace] [chromium] [code-server]
// [code-server-minimum]`, all of them by default.
import { fileURLToPath } from 'node:url';
import { chromium } from './setup/chromium.mjs';
import { codeServer } from './setup/codeServer.mjs';
import { data } from './setup/data.mjs';
import { dependencies } from './setup/dependencies.mjs';
import { engine } from './setup/engine.mjs';
import { versions } from './setup/paths.mjs';
import { product } from './setup/product.mjs';
import { reportFailure, SetupError } from './setup/setupError.mjs';
import { exampleWorkspace } from './setup/workspace.mjs';

/** The parts by name, in the order in which they need each other. */
export const parts = {
  dependencies,
  build: product,
  engine,
  data,
  workspace: exampleWorkspace,
  chromium,
  'code-server': () => codeServer(versions.codeServer.newest),
  'code-server-minimum': () => codeServer(versions.codeServer.minimum),
};

/** Sets up the named parts in their order and resolves with what each gave. */
export async function setUp(names) {
  const unknown = names.filter((name) => !(name in parts));
  if (unknown.length > 0)
    throw new SetupError(`There is no part "${unknown[0]}"; the parts are ${Object.keys(parts).join(', ')}.`);
  const results = {};
  for (const name of Object.keys(parts)) if (names.includes(name)) results[name] = await parts[name]();
  return results;
}

/** Sets up a part that can be done without: a failure is told, with what follows from it. */
export async function tryToSetUp(name, withoutIt) {
  try {
    return await parts[name]();
  } catch (error) {
    reportFailure(error);
    process.exitCode = 0;
    console.log(`[set-up] ${withoutIt}`);
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const named = process.argv.slice(2);
  await setUp(named.length > 0 ? named : Object.keys(parts)).catch(reportFailure);
}
