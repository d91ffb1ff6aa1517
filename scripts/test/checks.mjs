import { runTool } from '../setup/runTool.mjs';
import { secondsSince } from '../setup/step.mjs';

const projects = ['tsconfig.json', 'tsconfig.node.json', 'tsconfig.webview.json', 'tsconfig.test.json'];
const typeScript = 'node_modules/typescript/bin/tsc';

/** Each check counts as one test. */
const checks = {
  types: projects.map((project) => [typeScript, '-p', project]),
  lint: [['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.']],
  format: [['node_modules/prettier/bin/prettier.cjs', '--check', '.']],
};

/** Runs the checks side by side, prints each one's outcome, and resolves with one result a check. */
export function runChecks() {
  return Promise.all(Object.entries(checks).map(([name, commands]) => runCheck(name, commands)));
}

async function runCheck(name, commands) {
  const start = performance.now();
  const complaints = [];
  for (const command of commands) complaints.push(...(await complaintsOf(command)));
  const failed = complaints.length > 0 ? 1 : 0;
  console.log([...complaints, `[check] ${name}: ${failed ? 'FAILED' : 'passed'} (${secondsSince(start)})`].join('\n'));
  return { name, passed: 1 - failed, failed };
}

async function complaintsOf(command) {
  try {
    await runTool([process.execPath, ...command], { failure: `${command.join(' ')} failed.`, detailLines: 500 });
    return [];
  } catch (error) {
    return [error.detail, error.message];
  }
}
