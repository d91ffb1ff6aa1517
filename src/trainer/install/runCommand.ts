import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly signal: AbortSignal;
  readonly folder?: string;
  /** Variables beside (or instead of) this process's own; `undefined` removes one. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The command is ended as soon as this answers true for a line that it wrote. */
  readonly endAt?: (line: string) => boolean;
}

/** How a command ended; `output` is the tail of both streams, line by line, `stopped` whether `endAt` ended it. */
export interface CommandOutcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly stopped: boolean;
}

const keptLines = 400;
const millisecondsToEnd = 5000;

/** Runs a command to its end, or to its abortion: then it rejects with the signal's reason, and no process of it is left. */
export function runCommand(command: Command): Promise<CommandOutcome> {
  command.signal.throwIfAborted();
  const child = start(command);
  const watch = watchLines(child, command);
  const endChild = () => end(child);
  command.signal.addEventListener('abort', endChild);
  return new Promise<CommandOutcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (command.signal.aborted) reject(abortReason(command.signal));
      else resolve({ code, signal, output: watch.lines.join('\n'), stopped: watch.stopped });
    });
  }).finally(() => command.signal.removeEventListener('abort', endChild));
}

function start(command: Command) {
  return spawn(command.file, command.args, {
    cwd: command.folder,
    env: { ...process.env, ...command.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what the command itself started can be ended with it.
    detached: true,
  });
}

function watchLines(child: ReturnType<typeof start>, command: Command) {
  const lines: string[] = [];
  const watch = { lines, stopped: false };
  const onLine = (line: string) => {
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
    if (watch.stopped || command.endAt?.(line) !== true) return;
    watch.stopped = true;
    end(child);
  };
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', onLine);
  return watch;
}

function end(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), millisecondsToEnd);
  child.once('close', () => clearTimeout(timer));
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended by itself in the meantime.
  }
}

function abortReason(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error(String(reason));
}
