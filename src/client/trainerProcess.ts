import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Channel } from '../protocol/channel';
import { trainerVersion, type ClientSide, type TrainerSide } from '../protocol/trainerContract';
import { childTransport } from './childTransport';
import { lastLines } from './lastLines';
import { trainerEnvironment } from './trainerEnvironment';
import { exitSentence, spawnSentence, type Exit } from './trainerExit';

/** How to start the worker. */
export interface TrainerStart {
  /** The worker's bundle. */
  readonly script: string;
  /** Another Node.js than the one that runs here. */
  readonly nodePath?: string | undefined;
  /** Added to this process's environment. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly cwd?: string | undefined;
  /** Takes each line that the worker writes. */
  readonly log: (line: string) => void;
  /** For its greeting, in ms. */
  readonly handshakeMs?: number | undefined;
  /** Between a polite end and SIGKILL, in ms. */
  readonly graceMs?: number | undefined;
}

/** A running worker; whoever starts it disposes it. */
export interface TrainerProcess {
  readonly channel: Channel<ClientSide, TrainerSide>;
  readonly pid: number | undefined;
  /** Ends it at once. */
  readonly kill: () => void;
  /** Ends it politely, after the grace period by force; settles when it is gone. */
  readonly dispose: (reason?: string) => Promise<void>;
}

/** Starts the worker; what goes wrong with it closes its channel with a sentence. */
export function startTrainer(start: TrainerStart): TrainerProcess {
  const { handshakeMs = 30_000, graceMs = 3_000 } = start;
  const child = forkTrainer(start);
  const gone = endOf(child, start);
  const channel = new Channel<ClientSide, TrainerSide>(childTransport(child, gone), {
    version: trainerVersion,
    handlers: {},
  });
  const kill = (): void => void child.kill('SIGKILL');
  const killLater = (): void => killAfter(graceMs, kill, gone);
  child.once('disconnect', killLater);
  watchHandshake(channel, handshakeMs, kill);
  return {
    channel,
    pid: child.pid,
    kill,
    dispose: async (reason = 'The trainer was closed.') => {
      channel.close(reason);
      killLater();
      await gone;
    },
  };
}

function forkTrainer({ script, nodePath, env, cwd }: TrainerStart): ChildProcess {
  return fork(script, {
    execPath: nodePath ?? process.execPath,
    execArgv: [],
    env: trainerEnvironment(process.env, env),
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    ...(cwd === undefined ? {} : { cwd }),
  });
}

/** Settles with the reason when the process is gone or could not be started. */
async function endOf(child: ChildProcess, { nodePath, log }: TrainerStart): Promise<string> {
  const output = lastLines(child.stdout, log);
  const errors = lastLines(child.stderr, log);
  try {
    const [code, signal] = (await once(child, 'exit')) as [Exit['code'], Exit['signal']]; // what Node documents for 'exit'
    await settledWithin(Promise.all([output.ended, errors.ended]), 300); // a helper process may hold them open
    return exitSentence({ code, signal }, errors.lines);
  } catch (error) {
    return spawnSentence(nodePath ?? process.execPath, error instanceof Error ? error : new Error(String(error)));
  }
}

async function settledWithin(promise: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([promise, late]);
  clearTimeout(timer);
}

function killAfter(ms: number, kill: () => void, gone: Promise<unknown>): void {
  const timer = setTimeout(kill, ms);
  void gone.then(() => clearTimeout(timer));
}

function watchHandshake(channel: TrainerProcess['channel'], ms: number, kill: () => void): void {
  const timer = setTimeout(() => {
    channel.close(
      `The trainer did not greet within ${ms / 1000} s; see its log, and set resnet.nodePath if it is not Node.js.`,
    );
    kill();
  }, ms);
  const clear = (): void => clearTimeout(timer);
  channel.ready.then(clear, clear);
}
