import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** How often something is measured; with RESNET_BENCH_QUICK=1 only so often, to try the benchmarks: the figures mean nothing then. */
export function often(full: number, quick: number): number {
  return process.env['RESNET_BENCH_QUICK'] === '1' ? quick : full;
}

/** A step as `resnet train --json` prints it. */
export interface StepEvent {
  readonly type: string;
  readonly step: number;
  readonly stepMs: number;
  readonly loss: number;
}

/** What a short run of the command line took. */
export interface TimedRun {
  readonly stepMs: readonly number[];
  /** From the process's start to the first step's end, in ms. */
  readonly firstStepMs: number;
  /** From the second step's end to the last's, in ms: the first two set up the step with live metrics and that without. */
  readonly trainingMs: number;
}

/** Runs `resnet train --json` on the worked example's network for some steps of 64 images. */
export async function timeRun(steps: number, args: readonly string[]): Promise<TimedRun> {
  const folder = mkdtempSync(path.join(tmpdir(), 'resnet-bench-'));
  const began = performance.now();
  const limits = [
    '--epochs',
    '1',
    '--limit-train',
    String(64 * steps),
    '--limit-test',
    '1',
    '--out',
    path.join(folder, 'run'),
  ];
  const child = spawn(process.execPath, ['dist/cli.cjs', 'train', '--json', ...limits, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const arrivals: number[] = [];
  const stepMs: number[] = [];
  for await (const line of createInterface(child.stdout)) {
    const event = JSON.parse(line) as StepEvent; // our own program's contract
    if (event.type !== 'step') continue;
    arrivals.push(performance.now() - began);
    stepMs.push(event.stepMs);
  }
  rmSync(folder, { recursive: true, force: true });
  const [firstStepMs] = arrivals;
  if (firstStepMs === undefined) throw new Error('resnet train ended without a step.');
  return {
    stepMs,
    firstStepMs,
    trainingMs: stepMs.slice(2).reduce((sum, ms) => sum + ms, 0),
  };
}

/** Prints a table with a title; numbers to the right. */
export function printTable(title: string, rows: readonly Readonly<Record<string, string | number>>[]): void {
  process.stdout.write(`\n${title} (load ${loadavg()[0]?.toFixed(1) ?? '?'})\n`);
  console.table(rows);
}

/** A number to so many decimals, as a table shows it. */
export function rounded(value: number, decimals = 0): number {
  return Number(value.toFixed(decimals));
}
