import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findProgram } from '../setup/findProgram.mjs';
import { cacheRoot } from '../setup/paths.mjs';
import { SetupError } from '../setup/setupError.mjs';
import { freePort } from './freePort.mjs';
import { endGroup } from './endGroup.mjs';
import { makeProfile } from './profile.mjs';

const logFile = path.join(cacheRoot, 'code-server.log');

/** Runs VS Code for the browser, on the loopback address alone, with the extension in it, until Ctrl-C; leaves no process behind. */
export async function serveUntilInterrupted(server, folder) {
  const port = await freePort();
  const child = startServer(server, port);
  const interrupted = interruption();
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    await Promise.race([untilHealthy(port, child), interrupted]);
    if (child.exitCode === null) announce(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`);
    const how = await Promise.race([interrupted, ended]);
    if (how !== interruptedBySignal) throw new SetupError(`code-server ended by itself; its log is ${logFile}.`);
  } finally {
    await endGroup(child.pid);
  }
}

const interruptedBySignal = Symbol('interrupted');

function interruption() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(interruptedBySignal));
  });
}

function startServer({ folder, node }, port) {
  const entry = path.join(folder, 'node_modules/code-server/out/node/entry.js');
  const quiet = [
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-workspace-trust',
    '--disable-getting-started-override',
  ];
  const args = [entry, ...makeProfile(), '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, ...quiet];
  const log = openSync(logFile, 'w');
  // a process group of its own, so that it can be ended whole
  return spawn(node, args, { env: outerEnvironment(), stdio: ['ignore', log, log], detached: true });
}

/** Ours, less what would make this VS Code talk to one that it was started from, or change the npm and Electron below it. */
function outerEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE_|npm_|ELECTRON)/.test(name)));
}

async function untilHealthy(port, child) {
  for (let waited = 0; waited < 60_000 && child.exitCode === null; waited += 100) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await delay(100);
  }
  throw new SetupError(`code-server did not start; its log is ${logFile}.`);
}

function announce(url) {
  console.log(
    `\nVS Code with the extension: ${url}\nThere press F1, type "ResNet: Train", press Enter. Ctrl-C here ends it.`,
  );
  const open = process.env.DISPLAY ? findProgram(['xdg-open']) : undefined;
  if (open !== undefined)
    spawn(open, [url], { stdio: 'ignore', detached: true })
      .on('error', () => {})
      .unref();
}
