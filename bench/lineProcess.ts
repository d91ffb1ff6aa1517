import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { z } from 'zod';
import { lastLines } from '../src/client/lastLines';

/** What to start. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv | undefined;
}

/** A process that answers a line on its standard input with a line of JSON; it rests between, and ends with its input. */
export interface LineProcess {
  /** Its next line. */
  read<T>(schema: z.ZodType<T>): Promise<T>;
  ask<T>(request: string, schema: z.ZodType<T>): Promise<T>;
  /** Ends it and waits until it is gone. */
  dispose(): Promise<void>;
}

/** Starts a program; what it writes on standard error is told only if it ends too early. */
export function startLineProcess({ file, args, env }: Command): LineProcess {
  const child = spawn(file, args, { stdio: 'pipe', env });
  const gone = once(child, 'exit');
  const errors = lastLines(child.stderr, () => undefined, 12);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const read = async <T>(schema: z.ZodType<T>): Promise<T> => {
    const line = await lines.next();
    if (line.done !== true) return schema.parse(JSON.parse(line.value));
    await errors.ended;
    throw new Error([`${[file, ...args].join(' ')} ended without an answer:`, ...errors.lines].join('\n'));
  };
  return {
    read,
    ask: async (request, schema) => {
      child.stdin.write(`${request}\n`);
      return read(schema);
    },
    dispose: async () => {
      child.kill();
      await gone;
    },
  };
}
