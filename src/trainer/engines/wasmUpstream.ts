import { getKernel, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import type { WasmScope } from './wasmScope';

const names = ['AvgPool', 'BatchMatMul', 'Conv2D', 'Mean', 'Sum'] as const;

/** The backend's own kernels that ours are built on, taken before ours are registered in their place. */
const kernels: ReadonlyMap<string, KernelConfig> = new Map(names.map((name) => [name, getKernel(name, 'wasm')]));

/** Backends that the kernels are bound to; TensorFlow.js binds only those that are registered when the backend starts. */
const bound = new WeakSet<object>();

/** Runs one of the backend's own kernels; the scope answers for its result. */
export function runUpstream(
  scope: WasmScope,
  name: (typeof names)[number],
  call: Omit<Parameters<KernelConfig['kernelFunc']>[0], 'backend'>,
): TensorInfo {
  bind(scope.backend);
  const [output] = [kernels.get(name)?.kernelFunc({ ...call, backend: scope.backend })].flat();
  if (output === undefined) throw new Error(`The WASM backend has no kernel ${name}.`);
  return scope.own(output);
}

function bind(backend: WasmScope['backend']): void {
  if (bound.has(backend)) return;
  for (const { setupFunc } of kernels.values()) setupFunc?.(backend);
  bound.add(backend);
}
