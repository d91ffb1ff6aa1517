import * as tf from '@tensorflow/tfjs';
import { existsSync } from 'node:fs';
import util from 'node:util';
import { UserError } from '../../protocol/userError';
import { findEngine } from '../install/installedEngines';
import { cudaFault } from './cuda/cudaFault';
import { cardInUse, cudaSituation, explainCuda } from './cuda/explainCuda';
import { openSolver } from './cuda/openSolver';
import { useOwnMemory, type BoundBackend } from './ownMemory';

const installHint = 'run "ResNet: Install Engine" or `resnet engine install`';

/** TensorFlow's CUDA build: needs an NVIDIA driver and its libraries. */
export async function startNativeGpu(home: string): Promise<string> {
  const situation = await cudaSituation();
  const fault = cudaFault(situation);
  if (fault !== undefined) throw new UserError(fault);
  const installed = await findEngine(home, 'tensorflow-gpu');
  if (installed === undefined) throw new UserError(`TensorFlow for CUDA is not installed: ${installHint}.`);
  openSolver(installed.folder);
  const backend = await load(installed.binding);
  if (!backend.isUsingGpuDevice) throw new UserError(await explainCuda(situation, installed));
  const { machine } = situation;
  const card = machine === undefined ? undefined : cardInUse(machine);
  return `TensorFlow ${installed.version} on ${card?.name ?? 'the GPU'}`;
}

/** TensorFlow on the processor; the CUDA build does that too where it is the only one. */
export async function startNative(home: string): Promise<string> {
  const installed = (await findEngine(home, 'tensorflow')) ?? (await findEngine(home, 'tensorflow-gpu'));
  if (installed === undefined) throw new UserError(`TensorFlow for the CPU is not installed: ${installHint}.`);
  await load(installed.binding);
  const oneDnn = process.env['TF_ENABLE_ONEDNN_OPTS'] === '0' ? '' : ', oneDNN';
  return `TensorFlow ${installed.version} on the CPU${oneDnn}`;
}

/** What is used of the backend besides TensorFlow.js's own interface. */
interface NativeBackend extends BoundBackend {
  readonly isUsingGpuDevice: boolean;
}

/** The native addon in this process: it can't be unloaded or exchanged. */
let loaded: string | undefined;

async function load(binding: string): Promise<NativeBackend> {
  if (!existsSync(binding)) throw new UserError(`The engine's file ${binding} is missing: ${installHint}.`);
  if (loaded !== undefined && loaded !== binding)
    throw new UserError('Another build of TensorFlow is loaded in this process already.');
  loaded = binding;
  process.env['RESNET_TFJS_BINDING'] = binding; // where the package's loader looks, by nodePreGyp.ts
  restoreRemovedHelpers();
  await import('@tensorflow/tfjs-node-gpu');
  await tf.setBackend('tensorflow');
  await tf.ready();
  if (tf.getBackend() !== 'tensorflow') throw new UserError('TensorFlow was loaded but would not start.');
  const backend = tf.backend() as unknown as NativeBackend; // registered by tfjs-node-gpu: its NodeJSKernelBackend
  useOwnMemory(backend);
  return backend;
}

/** Node 23 removed `util.isNullOrUndefined` and its like, which TensorFlow.js 4.22 calls. */
function restoreRemovedHelpers(): void {
  const helpers: Record<string, (value: unknown) => boolean> = {
    isNullOrUndefined: (value) => value === null || value === undefined,
    isArray: (value) => Array.isArray(value),
  };
  for (const [name, helper] of Object.entries(helpers))
    if (!(name in util)) Object.defineProperty(util, name, { value: helper });
}
