import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../setup/paths.mjs';
import { toolEnvironment } from '../setup/runTool.mjs';

const program = fileURLToPath(new URL('./mochaProcess.mjs', import.meta.url));

/**
 * Runs a test file with mocha in a process of its own, its output on the terminal, and resolves with the counts.
 * Tests that were skipped or never reached, and a process that crashed, count as failures.
 */
export async function runMocha(name, { built, environment }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'resnet-test-'));
  const countsFile = path.join(folder, 'counts.json');
  try {
    const exit = await exitOf(
      spawn(process.execPath, [program, countsFile, built], {
        cwd: root,
        env: toolEnvironment(environment),
        stdio: 'inherit',
      }),
    );
    return { name, ...readCounts(countsFile, exit) };
  } finally {
    rmSync(folder, { recursive: true });
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
    const { passed, failed } = JSON.parse(readFileSync(file, 'utf8'));
    if (failed > 0 || exit === 0) return { passed, failed };
    console.log(`The tests' process ended with ${exit} after its last test.`);
    return { passed, failed: 1 };
  } catch {
    console.log(`The tests' process ended with ${exit} before its last test.`);
    return { passed: 0, failed: 1 };
  }
}
