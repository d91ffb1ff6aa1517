import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../../protocol/userError';
import { solverLibraries } from '../engines/cuda/openSolver';
import { bindingPath } from './installedEngines';
import prove from './prove.text.js';
import { type CommandOutcome, runCommand } from './runCommand';

export interface Proof {
  readonly folder: string;
  readonly version: string;
  readonly signal: AbortSignal;
}

/** Loads a built engine in a process of its own and multiplies two matrices with it; throws unless the product is right. */
export async function proveEngine({ folder, version, signal }: Proof): Promise<void> {
  const outcome = await probeEngine({ folder, signal, logLevel: 3 });
  const expected = `engine:${JSON.stringify({ version, values: [19, 22, 43, 50] })}`;
  if (!outcome.output.split('\n').includes(expected))
    throw new UserError(`The engine was built but does not work here: ${reason(outcome)}.`);
}

export interface Probe {
  readonly folder: string;
  readonly signal: AbortSignal;
  /** TensorFlow's: 0 lets it say everything, 3 only what ends it. */
  readonly logLevel: 0 | 3;
}

/** What an engine's addon says when a process of its own loads it and multiplies two matrices. */
export async function probeEngine({ folder, signal, logLevel }: Probe): Promise<CommandOutcome> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'resnet-probe-'));
  const script = path.join(scratch, 'prove.cjs');
  await writeFile(script, prove);
  try {
    return await runCommand({
      file: process.execPath,
      args: [script, path.join(folder, bindingPath), ...solverLibraries(folder)],
      // What an editor sets in NODE_OPTIONS (a debugger to attach) must not reach this process.
      environment: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: undefined, TF_CPP_MIN_LOG_LEVEL: String(logLevel) },
      signal,
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function reason({ code, signal, output }: CommandOutcome): string {
  if (signal === 'SIGILL')
    return 'this processor lacks instructions (AVX) that TensorFlow is compiled for, choose another engine';
  if (signal !== null) return `it was ended by ${signal}`;
  const line = output.split('\n').find((text) => /error|engine:/i.test(text));
  return line?.trim() ?? `it ended with code ${String(code)}`;
}
