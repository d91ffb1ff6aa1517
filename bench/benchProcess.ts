import path from 'node:path';
import { trainerEnvironment } from '../src/client/trainerEnvironment';
import { startLineProcess, type LineProcess } from './lineProcess';
import type { Workload } from './workloads';

/** Starts `NAME.process.ts` of this folder in the worker's own environment. */
export function startBenchProcess(name: string, args: readonly string[], extra: NodeJS.ProcessEnv = {}): LineProcess {
  const script = path.join(__dirname, `${name}.process.cjs`);
  return startLineProcess({
    file: process.execPath,
    args: [script, ...args],
    env: trainerEnvironment(process.env, extra),
  });
}

/** A workload as arguments of such a process. */
export function workloadArguments({
  model,
  classes,
  input,
  batch,
  optimizer,
  precision = 'float32',
  augmented = false,
}: Workload): readonly string[] {
  const network = ['--model', model, '--classes', String(classes), '--input', input.join('x')];
  const images = augmented ? ['--augmented'] : [];
  return [...network, '--batch', String(batch), '--optimizer', optimizer, '--precision', precision, ...images];
}
