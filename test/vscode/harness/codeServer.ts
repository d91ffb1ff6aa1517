import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { requiredVariable } from '../../page/requiredVariable';
import { endGroup, signalGroup } from './processGroup';
import type { Profile } from './profile';

/** Variables added to the environment of VS Code and so of the extension; an undefined one is taken out of it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Which VS Code: the newest, or the lowest that the extension says it runs in. */
export type Release = 'newest' | 'minimum';

/** What a code-server is run in and with. */
export interface ServerOptions {
  readonly release: Release;
  readonly profile: Profile;
  readonly environment: Environment;
}

/** A running code-server with all the processes below it. */
export interface CodeServer {
  readonly url: string;
  /** The process group that the server, the extension host and everything started by them belong to. */
  readonly group: number;
  /** What the server has printed. */
  log(): string;
  stop(): Promise<void>;
}

/** How long code-server may take to answer. */
const startLimitMs = 60_000;

/** Starts code-server on a free port of the loopback address and waits until it answers. */
export async function startCodeServer(options: ServerOptions): Promise<CodeServer> {
  const port = await freePort();
  const child = spawnCodeServer(options, ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, ...quietFlags]);
  const server = supervise(child, `http://127.0.0.1:${port}`);
  try {
    await untilHealthy(server, child);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

/** Runs one of code-server's own commands to its end, such as `--install-extension`. */
export async function runCodeServer(options: ServerOptions, args: readonly string[]): Promise<void> {
  const child = spawnCodeServer(options, args);
  const log = outputOf(child);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`code-server ${args.join(' ')} failed:\n${log()}`);
}

const quietFlags = [
  '--disable-telemetry',
  '--disable-update-check',
  '--disable-workspace-trust',
  '--disable-getting-started-override',
];

const folderVariables: Readonly<Record<Release, string>> = {
  newest: 'RESNET_CODE_SERVER',
  minimum: 'RESNET_CODE_SERVER_MINIMUM',
};

function spawnCodeServer({ release, profile, environment }: ServerOptions, args: readonly string[]): ChildProcess {
  const folder = requiredVariable(folderVariables[release]);
  const entry = path.join(folder, 'node_modules/code-server/out/node/entry.js');
  const own = ['--config', profile.configFile, '--user-data-dir', profile.userFolder];
  return spawn(path.join(folder, 'bin/node'), [entry, ...own, '--extensions-dir', profile.extensionsFolder, ...args], {
    env: { ...outerEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

/** Ours, less what would make this VS Code talk to one that it was started from, or change the npm and Electron below it. */
function outerEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE_|npm_|ELECTRON)/.test(name)));
}

function supervise(child: ChildProcess, url: string): CodeServer {
  const group = child.pid;
  if (group === undefined) throw new Error('code-server could not be started.');
  const log = outputOf(child);
  const killAtExit = (): void => signalGroup(group, 'SIGKILL');
  process.once('exit', killAtExit);
  const stop = async (): Promise<void> => {
    await endGroup(group);
    process.off('exit', killAtExit);
  };
  return { url, group, log, stop };
}

function outputOf(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text;
}

async function untilHealthy(server: CodeServer, child: ChildProcess): Promise<void> {
  for (let waited = 0; waited < startLimitMs; waited += 100) {
    if (child.exitCode !== null) throw new Error(`code-server ended at its start:\n${server.log()}`);
    if (await answers(`${server.url}/healthz`)) return;
    await delay(100);
  }
  throw new Error(`code-server did not answer within ${startLimitMs / 1000} s:\n${server.log()}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      probe.close(() => (port === undefined ? reject(new Error('No free port.')) : resolve(port)));
    });
  });
}
