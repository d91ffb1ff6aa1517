import path from 'node:path';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { PythonTensorFlow } from '../../protocol/engine';
import { UserError } from '../../protocol/userError';
import { runCommand } from './runCommand';

/** Finds the package without importing it, which would take seconds. */
const question = `
import importlib.metadata as m, importlib.util as u, json, os
spec = u.find_spec('tensorflow')
version = next((d.version for d in m.distributions() if d.metadata['Name'] in ('tensorflow', 'tensorflow-cpu', 'tensorflow_cpu')), None)
print('found:' + json.dumps({'folder': spec and spec.submodule_search_locations[0], 'version': version}))
`;

const answer = z.object({ folder: z.string(), version: z.string() });

/** Environments that are active where we run: the setting's, a virtual environment's, conda's, and the first on the path. */
export function activePythons(environment: NodeJS.ProcessEnv = process.env): readonly string[] {
  const inside = (folder: string | undefined): string[] =>
    folder === undefined || folder === '' ? [] : [path.join(folder, 'bin', 'python')];
  const { RESNET_PYTHON: named, VIRTUAL_ENV: virtual, CONDA_PREFIX: conda } = environment;
  return [...(named === undefined ? [] : [named]), ...inside(virtual), ...inside(conda), 'python3'];
}

/** The TensorFlow of a Python environment, or undefined where there is no such interpreter or it has none. */
export async function pythonTensorFlow(python: string, signal: AbortSignal): Promise<PythonTensorFlow | undefined> {
  const output = await ask(python, signal);
  const line = output?.split('\n').find((text) => text.startsWith('found:'));
  if (line === undefined) return undefined;
  const found = answer.safeParse(JSON.parse(line.slice('found:'.length)));
  if (!found.success) return undefined;
  const { folder, version } = found.data;
  return { python, packages: path.dirname(folder), version, cuda: await isMadeForCuda(folder) };
}

/** The environments among these interpreters that have TensorFlow, each once. */
export async function pythonEnvironments(
  pythons: readonly string[],
  signal: AbortSignal,
): Promise<readonly PythonTensorFlow[]> {
  const found = new Map<string, PythonTensorFlow>();
  for (const python of new Set(pythons)) {
    const environment = await pythonTensorFlow(python, signal);
    if (environment !== undefined && !found.has(environment.packages)) found.set(environment.packages, environment);
  }
  return [...found.values()];
}

async function ask(python: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const { code, output } = await runCommand({ file: python, args: ['-c', question], signal });
    return code === 0 ? output : undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && 'syscall' in error) return undefined; // there is no such interpreter
    throw error;
  }
}

async function isMadeForCuda(folder: string): Promise<boolean> {
  const file = path.join(folder, 'python', 'platform', 'build_info.py');
  const text = await readFile(file, 'utf8').catch(() => '');
  return /'is_cuda_build',\s*True|"is_cuda_build":\s*True/.test(text);
}

/** A sentence for an interpreter that was named and has no TensorFlow. */
export function withoutTensorFlow(python: string): UserError {
  return new UserError(`The Python at ${python} has no TensorFlow: name one that has, or have it downloaded.`);
}
