import { getKernel, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import type { WasmScope } from './wasmScope';

const names = ['AvgPool', 'BatchMatMul', 'Conv2D', 'Mean', 'Sum'] as const;

/** The backend's own kernels that ours are built on, taken before ours are registered in their place. */
const upstream = new Map(names.map((name) => [name, getKernel(name, 'wasm')]));

type UpstreamName = (typeof names)[number];

/** The backend's own kernel of a name. */
export function upstreamKernel(name: UpstreamName): KernelConfig {
  const kernel = upstream.get(name);
  if (kernel === undefined) throw new Error(`The WASM backend has no kernel ${name}.`);
  return kernel;
}

/** Runs one of the backend's own kernels; the scope answers for its result. */
export function runUpstream(
  scope: WasmScope,
  name: UpstreamName,
  call: Omit<Parameters<KernelConfig['kernelFunc']>[0], 'backend'>,
): TensorInfo {
  const outputs = [upstreamKernel(name).kernelFunc({ ...call, backend: scope.backend })].flat();
  const [output] = outputs;
  if (output === undefined) throw new Error(`The WASM backend's kernel ${name} gave nothing.`);
  return scope.own(output);
}
