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
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, failure: string, show?: boolean }} options
 *   `failure`: the sentence for when it fails; `show`: its output goes to the terminal instead
 */
export function runTool([program, ...args], { cwd = root, env = toolEnvironment(), failure, show = false }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'] });
    let output = '';
    let all = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => ((output += text), (all += text)));
    child.stderr?.setEncoding('utf8').on('data', (text) => (all += text));
    child.on('error', (error) => reject(new SetupError(failure, error.message)));
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new SetupError(failure, lastLines(all)))));
  });
}

function lastLines(text) {
  return text.trimEnd().split('\n').slice(-15).join('\n');
}
