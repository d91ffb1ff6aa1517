import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** How the command line ended. */
export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output's lines as JSON. */
  readonly events: readonly CliEvent[];
}

/** An event of `--json`, as far as the tests look at it. */
export interface CliEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** What a run of `resnet` may be given besides its arguments. */
export interface CliOptions {
  /** A new empty folder, unless it is given. */
  readonly cwd?: string;
  /** Added to the tests' own environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly onLine?: (line: string, child: ChildProcess) => void;
}

export const cli = path.resolve('dist/cli.cjs');

/** A new empty folder. */
export function freshFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'resnet-test-'));
}

/** Runs `resnet` with arguments separated by spaces; `onLine` sees each line of standard output as it comes. */
export async function runCli(args: string | readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const words = typeof args === 'string' ? args.split(' ') : args;
  const child = spawn(process.execPath, [cli, ...words], {
    cwd: options.cwd ?? freshFolder(),
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    options.onLine?.(line, child);
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    code,
    stdout: lines.join('\n'),
    stderr,
    events: lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as CliEvent),
  };
}

/** A quick run on the embedded real images: 20 layers, a few steps. */
export const quickTrain =
  'train --model resnet20-cifar --data embedded --limit-train 96 --limit-test 50 --batch-size 32 --epochs 2 --json';

/** The numbers in a field of all events of a type. */
export function series({ events }: CliResult, type: string, field: string): readonly number[] {
  return events.filter((event) => event.type === type).map((event) => Number(event[field]));
}
