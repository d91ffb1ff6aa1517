import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';

/** A training from its command on, ours or a peer's. */
export interface ExampleRun {
  /** From command to exit. */
  readonly seconds: number;
  /** From the network's being ready, where the run says so, else from the command, to the last accuracy. */
  readonly trainingSeconds: number;
  /** Of the test images, after each epoch. */
  readonly accuracies: readonly number[];
}

/** CIFAR-10's folder, which `npm run bench` names. */
export function cifar10(): string {
  const data = process.env['RESNET_CIFAR10'];
  if (data !== undefined) return data;
  throw new Error('RESNET_CIFAR10 must name the folder of CIFAR-10: start this by npm run bench.');
}

/** `resnet train` with these arguments; what it saves is thrown away. */
export async function runOurs(args: readonly string[]): Promise<ExampleRun> {
  const folder = mkdtempSync(path.join(tmpdir(), 'resnet-bench-'));
  const own = ['train', '--json', '--out', path.join(folder, 'run')];
  try {
    return await runExample(process.execPath, ['dist/cli.cjs', ...own, ...args]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The lines that count, as both sides print them; others are passed over. */
const lineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start') }),
  z.object({ type: z.literal('epoch'), testAccuracy: z.number() }),
]);

/** Runs a program that prints a JSON line an epoch. */
export async function runExample(file: string, args: readonly string[]): Promise<ExampleRun> {
  const began = performance.now();
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const accuracies: number[] = [];
  let [ready, last] = [began, began];
  for await (const text of createInterface(child.stdout)) {
    const line = lineSchema.safeParse(JSON.parse(text));
    if (!line.success) continue;
    if (line.data.type === 'start') ready = performance.now();
    else [last] = [performance.now(), accuracies.push(line.data.testAccuracy)];
  }
  const code = await exit;
  if (code !== 0) throw new Error(`${[file, ...args].join(' ')} ended with ${code ?? 'a signal'}.`);
  return { seconds: (performance.now() - began) / 1000, trainingSeconds: (last - ready) / 1000, accuracies };
}
