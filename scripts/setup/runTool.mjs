import { spawn } from 'node:child_process';
import { root } from './paths.mjs';
import { SetupError } from './setupError.mjs';

/** What `npm run` puts into the environment of its scripts and what would change an npm started below it (this project's `ignore-scripts`, its prefix). */
const npmRunVariable =
  /^npm_(lifecycle|package|command|execpath|node_execpath|config_(ignore_scripts|local_prefix|prefix|global_prefix|node_gyp|user_agent|omit_lockfile_registry_resolved))/;

/** The environment for tools: this process's own, less what `npm run` added, with `additions`. */
export function toolEnvironment(additions = {}) {
  const own = Object.entries(process.env).filter(([name]) => !npmRunVariable.test(name));
  return { ...Object.fromEntries(own), ...additions };
}

/**
 * Runs a program to its end and resolves with its standard output.
 * @param {string[]} command the program and its arguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, failure: string, show?: 'nothing' | 'errors' | 'all', detailLines?: number }} options
 *   `failure`: the sentence for when it fails; `show`: which of its streams go to the terminal instead of into the error's detail
 */
export function runTool(
  [program, ...args],
  { cwd = root, env = toolEnvironment(), failure, show = 'nothing', detailLines = 15 },
) {
  const stdio = { nothing: ['pipe', 'pipe'], errors: ['pipe', 'inherit'], all: ['inherit', 'inherit'] }[show];
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', ...stdio] });
    let output = '';
    let all = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => ((output += text), (all += text)));
    child.stderr?.setEncoding('utf8').on('data', (text) => (all += text));
    child.on('error', (error) => reject(new SetupError(failure, error.message)));
    child.on('close', (code) =>
      code === 0 ? resolve(output) : reject(new SetupError(failure, lastLines(all, detailLines))),
    );
  });
}

function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
