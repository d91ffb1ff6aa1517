// `npm test [-- PART…]`: sets up what is missing, checks types, lint and format, and runs the tests; with PARTs, only the test files
// whose path has one of them in it, and no checks. Ends with "N passed, N failed".
import { setUp } from './setup.mjs';
import { root } from './setup/paths.mjs';
import { runTool } from './setup/runTool.mjs';
import { reportFailure } from './setup/setupError.mjs';
import { runChecks } from './test/checks.mjs';
import { runMocha } from './test/runMocha.mjs';
import { testEnvironment } from './test/testEnvironment.mjs';
import { testFiles } from './test/testFiles.mjs';
import path from 'node:path';

const filters = process.argv.slice(2);
const parts = ['dependencies', 'build', 'engine', 'data', 'chromium', 'code-server', 'code-server-minimum'];

/** Where a part is needed that not all tests need. */
const areas = {
  chromium: /^test\/(page|webview|vscode)\//,
  'code-server': /^test\/vscode\//,
  'code-server-minimum': /^test\/vscode\/vsix/,
};

async function test() {
  const files = testFiles(filters);
  const tools = await setUp(parts.filter((part) => isNeeded(part, files)));
  const checks = filters.length === 0 ? await runChecks() : [];
  await runTool([process.execPath, 'scripts/build.mjs', '--tests'], {
    failure: 'The tests could not be built, see the lines above.',
    show: 'all',
  });
  summarize([...checks, ...(await runFiles(files, testEnvironment(tools)))]);
}

/** A full run gets everything; one of chosen files a browser and a VS Code only if their area is among the files. */
function isNeeded(part, files) {
  return filters.length === 0 || !(part in areas) || files.some((file) => areas[part].test(file));
}

/** One after the other, each in a process of its own: a process has one native engine and one registry of kernels in its life. */
async function runFiles(files, environment) {
  const results = [];
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (interrupted = true));
  for (const file of files) {
    if (interrupted) results.push({ name: `${file} (interrupted)`, passed: 0, failed: 1 });
    else results.push(await runMocha(file, { built: builtFile(file), environment }));
  }
  return results;
}

function builtFile(file) {
  return path.join(root, 'out', file.replace(/\.ts$/, '.cjs'));
}

function summarize(results) {
  const count = (key) => results.reduce((sum, result) => sum + result[key], 0);
  for (const { name, passed, failed } of results)
    console.log(`${failed === 0 ? '✔' : '✘'} ${name}: ${passed} passed, ${failed} failed`);
  console.log(`${count('passed')} passed, ${count('failed')} failed`);
  process.exitCode = count('failed') === 0 ? 0 : 1;
}

/** A run that could not be made counts as one failure, so that the last line never looks like success. */
await test().catch((error) => {
  reportFailure(error);
  console.log('0 passed, 1 failed');
});
