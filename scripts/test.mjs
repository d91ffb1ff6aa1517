// `npm test [-- PART…]`: sets up what is missing, checks types, lint and format, and runs the tests; with PARTs, only the test files
// whose path has one of them in it, and no checks. Ends with "N passed, N failed".
import { setUp } from './setup.mjs';
import { root } from './setup/paths.mjs';
import { runTool } from './setup/runTool.mjs';
import { secondsSince } from './setup/step.mjs';
import { reportFailure } from './setup/setupError.mjs';
import { runChecks } from './test/checks.mjs';
import { runMocha } from './test/runMocha.mjs';
import { softwareVulkan } from './test/softwareVulkan.mjs';
import { testEnvironment } from './test/testEnvironment.mjs';
import { testFiles } from './test/testFiles.mjs';
import path from 'node:path';

const filters = process.argv.slice(2);
const parts = ['dependencies', 'build', 'engine', 'data', 'chromium', 'code-server', 'code-server-minimum'];

/** Where a part is needed that not all tests need. */
const areas = {
  chromium: /^test\/(page|webview|vscode|trainer\/webgpu)/,
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

/** Files whose tests drive a browser wait for what they see, and want the machine to themselves. */
const alone = /^test\/(page|webview|vscode)\//;

/**
 * Each file in a process of its own: a process has one native engine and one registry of kernels in its life. Two files run
 * side by side, which keeps a second core busy while one starts or waits.
 */
async function runFiles(files, environment) {
  const run = fileRunner(environment);
  const shared = files.filter((file) => !alone.test(file));
  const live = shared.length === 1;
  const results = [];
  const lane = async () => {
    for (let file = shared.shift(); file !== undefined; file = shared.shift()) results.push(await run(file, live));
  };
  await Promise.all([lane(), lane()]);
  for (const file of files.filter((each) => alone.test(each))) results.push(await run(file, true));
  return results.sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file));
}

/** Runs files until the tests are interrupted; each one then counts as failed. */
function fileRunner(environment) {
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (interrupted = true));
  return async (file, live) => {
    if (interrupted) return { file, name: `${file} (interrupted)`, passed: 0, failed: 1 };
    const own = /webgpu/.test(file) ? softwareVulkan(environment.RESNET_CHROMIUM) : {};
    const options = { built: builtFile(file), environment: { ...environment, ...own }, live };
    const start = performance.now();
    return { file, ...(await runMocha(file, options)), seconds: secondsSince(start) };
  };
}

function builtFile(file) {
  return path.join(root, 'out', file.replace(/\.ts$/, '.cjs'));
}

function summarize(results) {
  const count = (key) => results.reduce((sum, result) => sum + result[key], 0);
  for (const { name, passed, failed, seconds, ended } of results) {
    const took = seconds === undefined ? '' : ` (${seconds})`;
    const why = ended === undefined ? '' : `: its process ended with ${ended}`;
    console.log(`${failed === 0 ? '✔' : '✘'} ${name}: ${passed} passed, ${failed} failed${took}${why}`);
  }
  // once more at the end, where a reader of a long output looks first
  for (const fault of results.flatMap(({ faults = [] }) => faults)) console.log(`✘ ${fault}`);
  console.log(`${count('passed')} passed, ${count('failed')} failed`);
  process.exitCode = count('failed') === 0 ? 0 : 1;
}

/** A run that could not be made counts as one failure, so that the last line never looks like success. */
await test().catch((error) => {
  reportFailure(error);
  console.log('0 passed, 1 failed');
});
