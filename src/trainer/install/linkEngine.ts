import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { PythonTensorFlow } from '../../protocol/engine';
import { askNvidia } from '../engines/cuda/nvidia';
import { withEngineLock } from './engineLock';
import { bindingPath, enginesFolder, type InstalledEngine, placeEngine, writeManifest } from './installedEngines';
import { installFault } from './installFault';
import { asStep, type ProgressListener } from './installProgress';
import { findAddon, placeAddon } from './placeAddon';
import { pythonTensorFlow, withoutTensorFlow } from './pythonTensorFlow';
import { proveEngine, type Proof } from './proveEngine';
import { hostPlatform, type NativeEngine } from './releases';

export interface Linking {
  readonly home: string;
  /** The interpreter of the environment that has TensorFlow. */
  readonly python: string;
  readonly signal: AbortSignal;
  readonly onProgress: ProgressListener;
  /** Must reject unless the engine works; left out: it is tried. */
  readonly prove?: (proof: Proof) => Promise<void>;
  readonly prebuilt?: string;
}

const libraries: Readonly<Record<string, readonly string[]>> = {
  linux: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
  darwin: ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'],
};

/** Makes an engine of a Python environment's TensorFlow: its libraries stay where they are, only the addon is ours. */
export async function linkEngine(o: Linking): Promise<InstalledEngine> {
  const { home, python, signal } = o;
  const title = `the TensorFlow of ${python}`;
  try {
    const environment = await pythonTensorFlow(python, signal);
    if (environment === undefined) throw withoutTensorFlow(python);
    const { cuda, version, packages } = environment;
    const engine: NativeEngine = cuda && (await askNvidia(signal)) !== undefined ? 'tensorflow-gpu' : 'tensorflow';
    const id = `${engine}-${version}-${hostPlatform}-python-${shortHash(packages)}`;
    return await withEngineLock({ ...o, id, title }, () => link(o, environment, { engine, id }));
  } catch (error) {
    throw installFault(error, { title, home, signal });
  }
}

async function link(
  o: Linking,
  { packages, version }: PythonTensorFlow,
  { engine, id }: Pick<InstalledEngine, 'engine' | 'id'>,
): Promise<InstalledEngine> {
  const { home, signal, onProgress, prove = proveEngine } = o;
  const source = await findAddon(signal, o.prebuilt);
  const folder = await mkdtemp(path.join(enginesFolder(home), `.staging-${id}-`));
  try {
    for (const name of ['tensorflow', ...(await nvidiaOf(packages))])
      await symlink(path.join(packages, name), path.join(folder, name));
    await placeAddon({ folder, source, signal, onProgress });
    await asStep(onProgress, 'Trying the engine', () => prove({ folder, version, signal }));
    const names = [bindingPath, ...(libraries[process.platform] ?? []).map((name) => path.join('tensorflow', name))];
    await writeManifest(folder, { engine, version, from: packages, names });
    return await placeEngine(home, id, folder);
  } finally {
    await rm(folder, { recursive: true, force: true }); // links are removed, not what they lead to
  }
}

async function nvidiaOf(packages: string): Promise<readonly string[]> {
  return (await readdir(packages)).filter((name) => name === 'nvidia');
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
