import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../protocol/userError';
import { distFolder } from '../distFolder';
import { bindingPath } from './installedEngines';
import { runCommand } from './runCommand';

export interface Compilation {
  readonly compiler: string;
  /** Holds `tensorflow/` as in site-packages; the addon is made beside it, and the headers are deleted. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

const flags = ['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION'];
const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'];
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/** Compiles TensorFlow.js's addon against the unpacked libraries; it finds them relative to itself, so that the folder can be moved. */
export async function compileAddon({ compiler, folder, signal }: Compilation): Promise<void> {
  const binding = path.join(folder, bindingPath);
  await mkdir(path.dirname(binding), { recursive: true });
  const outcome = await runCommand({ file: compiler, args: compilerArguments(folder, binding), signal });
  if (outcome.code !== 0) {
    const line =
      outcome.output.split('\n').find((text) => /error|cannot|killed/i.test(text)) ??
      `${compiler} ended with code ${String(outcome.code)}`;
    throw new UserError(`TensorFlow.js's native addon could not be compiled: ${line.trim()}`);
  }
  await rm(path.join(folder, 'tensorflow', 'include'), { recursive: true, force: true });
}

function compilerArguments(folder: string, binding: string): readonly string[] {
  const own = path.join(distFolder(), 'engine');
  const tensorflow = path.join(folder, 'tensorflow');
  const includes = [path.join(own, 'include'), path.join(tensorflow, 'include'), path.join(own, 'binding')];
  return [
    ...flags,
    ...includes.map((include) => `-I${include}`),
    ...sources.map((source) => path.join(own, 'binding', source)),
    `-L${tensorflow}`,
    ...libraries.map((library) => `-l:${library}`),
    '-Wl,-rpath,$ORIGIN/../tensorflow',
    '-o',
    binding,
  ];
}
