import * as tf from '@tensorflow/tfjs';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as Dawn from 'webgpu';
import { UserError } from '../../protocol/userError';
import { distFolder } from '../distFolder';

type DawnBinding = typeof Dawn;

/** Adapters that compute on the processor: slower than WASM, and not what a person means by a GPU. */
const softwareNames = /swiftshader|llvmpipe|lavapipe|software|basic render/i;

/** Dawn's WebGPU in plain Node, on a real GPU; `software` takes an adapter that is none as well, for tests. */
export async function startWebGpu({ software = false } = {}): Promise<string> {
  if (process.versions['electron'] !== undefined)
    throw new UserError('WebGPU needs a plain Node: name one in the setting "resnet.nodePath".');
  const adapter = await requestAdapter(loadBinding());
  const { vendor, architecture, device, description } = adapter.info;
  const name = [vendor, architecture, device, description].filter(Boolean).join(' ');
  if (!software && softwareNames.test(name)) throw new UserError(`WebGPU found only a software adapter (${name}).`);
  await import('@tensorflow/tfjs-backend-webgpu');
  await tf.setBackend('webgpu');
  await tf.ready();
  if (tf.getBackend() !== 'webgpu') throw new UserError('The WebGPU backend would not start.');
  return `WebGPU on ${name}`;
}

/** The npm package's native part, which lies beside our bundles: the package itself is no part of ours. */
function loadBinding(): DawnBinding {
  const file = path.join(distFolder(), 'webgpu', 'dawn.node');
  if (!existsSync(file)) throw new UserError('WebGPU needs Dawn, which is not part of this package for this platform.');
  return createRequire(__filename)(file) as DawnBinding; // what the npm package exports is this file's `create` and `globals`
}

/** Dawn's objects must stay reachable from a global: a collected instance crashes at its next use. */
async function requestAdapter({ create, globals }: DawnBinding): Promise<GPUAdapter> {
  Object.assign(globalThis, globals);
  const gpu = create([]);
  const navigator: object = Object.create(Object.prototype) as object; // of its own: Node's can't be extended, and Node 20 has none
  Object.defineProperty(navigator, 'gpu', { value: gpu });
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  const adapter = await gpu.requestAdapter();
  if (adapter === null) throw new UserError('WebGPU found no graphics adapter.');
  return adapter;
}
