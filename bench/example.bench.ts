import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { often, printTable, rounded } from './measure';
import { noTorch, pythonWithTorch } from './peers/pytorch';

// The worked example from command to exit, one after the other: ours by `resnet train`, which also saves the weights after
// each epoch, and PyTorch's.

const epochs = often(5, 2);
const limits = often(0, 128) === 0 ? [] : ['--limit-train', '128', '--limit-test', '128'];

interface Example {
  /** From command to exit. */
  readonly seconds: number;
  /** Of the test images, after each epoch. */
  readonly accuracies: readonly number[];
}

async function main(): Promise<void> {
  const data = process.env['RESNET_CIFAR10'];
  if (data === undefined)
    throw new Error('RESNET_CIFAR10 must name the folder of CIFAR-10: start this by npm run bench.');
  const shared = ['--data', data, '--epochs', String(epochs), '--seed', '0', ...limits];
  const ours = await runOurs(shared);
  const python = pythonWithTorch();
  const theirs =
    python === undefined ? undefined : await runExample(python, ['bench/peers/pytorch_example.py', ...shared]);
  const missing = { row: `PyTorch: ${noTorch}` };
  printTable('The worked example, command to exit', [
    rowOf('resnet train', ours),
    theirs === undefined ? missing : rowOf('PyTorch, eager', theirs),
    ...(theirs === undefined
      ? []
      : [{ row: 'PyTorch’s seconds over ours', seconds: rounded(theirs.seconds / ours.seconds, 2) }]),
  ]);
}

async function runOurs(shared: readonly string[]): Promise<Example> {
  const folder = mkdtempSync(path.join(tmpdir(), 'resnet-bench-'));
  const own = ['train', '--json', '--engine', 'tensorflow', '--out', path.join(folder, 'run')];
  try {
    return await runExample(process.execPath, ['dist/cli.cjs', ...own, ...shared]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An epoch's line, as both sides print it; other lines are passed over. */
const epochSchema = z.object({ type: z.literal('epoch'), testAccuracy: z.number() });

async function runExample(file: string, args: readonly string[]): Promise<Example> {
  const began = performance.now();
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const accuracies: number[] = [];
  for await (const line of createInterface(child.stdout)) {
    const epoch = epochSchema.safeParse(JSON.parse(line));
    if (epoch.success) accuracies.push(epoch.data.testAccuracy);
  }
  const code = await exit;
  if (code !== 0) throw new Error(`${[file, ...args].join(' ')} ended with ${code ?? 'a signal'}.`);
  return { seconds: (performance.now() - began) / 1000, accuracies };
}

function rowOf(row: string, { seconds, accuracies }: Example): Record<string, string | number> {
  const byEpoch = accuracies.map((accuracy, index) => [`epoch ${index + 1}`, rounded(accuracy, 4)] as const);
  return { row, seconds: rounded(seconds, 1), ...Object.fromEntries(byEpoch) };
}

void main();
