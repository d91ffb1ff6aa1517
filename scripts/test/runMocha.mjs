import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../setup/paths.mjs';
import { toolEnvironment } from '../setup/runTool.mjs';

const program = fileURLToPath(new URL('./mochaProcess.mjs', import.meta.url));

/**
 * Runs a test file with mocha in a process of its own and resolves with the counts. Its output comes on the terminal, where it is
 * not `live` all at once when it ends. Tests that were skipped or never reached, and a process that crashed, count as failures.
 * Temporary files are in a folder of its own, which goes with it.
 */
export async function runMocha(name, { built, environment, live }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'resnet-test-'));
  const [countsFile, outputFile] = ['counts.json', 'output.txt'].map((file) => path.join(folder, file));
  const output = live ? 'inherit' : openSync(outputFile, 'w');
  try {
    const exit = await exitOf(
      spawn(process.execPath, [program, countsFile, built], {
        cwd: root,
        env: toolEnvironment({ ...environment, TMPDIR: folder }),
        stdio: ['ignore', output, output],
      }),
    );
    if (!live) process.stdout.write(readFileSync(outputFile));
    return { name, ...readCounts(countsFile, exit) };
  } finally {
    if (!live) closeSync(output);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function exitOf(child) {
  const forward = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const each of signals) process.off(each, forward);
      resolve(signal ?? code);
    });
  });
}

function readCounts(file, exit) {
  try {
    const { passed, failed, faults } = JSON.parse(readFileSync(file, 'utf8'));
    if (failed > 0 || exit === 0) return { passed, failed, faults };
    console.log(`The tests' process ended with ${exit} after its last test.`);
    return { passed, failed: 1, ended: exit };
  } catch {
    console.log(`The tests' process ended with ${exit} before its last test.`);
    return { passed: 0, failed: 1, ended: exit };
  }
}
