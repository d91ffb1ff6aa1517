import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../protocol/userError';
import { distFolder } from '../distFolder';
import { runCommand } from './runCommand';

export interface Compilation {
  readonly compiler: string;
  /** Holds `tensorflow/` as in site-packages, with its headers. */
  readonly folder: string;
  /** The file to make. */
  readonly binding: string;
  readonly signal: AbortSignal;
}

const flags = ['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION'];
const sources = ['tfjs_backend.cc', 'tfjs_binding.cc', 'olderLibrary.cc'];

/** How the addon is linked: with TensorFlow's libraries beside it. */
const linking: Readonly<Record<'linux' | 'darwin', readonly string[]>> = {
  linux: [
    ...['-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'],
    ...['-s', '-Wl,-rpath,$ORIGIN/../tensorflow'],
  ],
  darwin: [
    ...['-ltensorflow_cc.2', '-ltensorflow_framework.2'],
    ...['-undefined', 'dynamic_lookup', '-Wl,-rpath,@loader_path/../tensorflow'],
  ],
};

/** Compiles TensorFlow.js's addon against unpacked libraries; it finds them relative to itself, so that the folder can be moved. */
export async function compileAddon({ compiler, folder, binding, signal }: Compilation): Promise<void> {
  await mkdir(path.dirname(binding), { recursive: true });
  const outcome = await runCommand({ file: compiler, args: compilerArguments(folder, binding), signal });
  if (outcome.code !== 0) {
    const line =
      outcome.output.split('\n').find((text) => /error|cannot|killed/i.test(text)) ??
      `${compiler} ended with code ${String(outcome.code)}`;
    throw new UserError(`TensorFlow.js's native addon could not be compiled: ${line.trim()}`);
  }
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
    ...linking[process.platform === 'darwin' ? 'darwin' : 'linux'],
    '-o',
    binding,
  ];
}
