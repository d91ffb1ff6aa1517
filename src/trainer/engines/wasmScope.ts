import { util, type KernelConfig, type NamedAttrMap, type NamedTensorInfoMap, type TensorInfo } from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** The memory that one call of a kernel works in: everything allocated here but the result is freed when the call ends. */
export class WasmScope {
  readonly #owned: TensorInfo[] = [];

  constructor(readonly backend: BackendWasm) {}

  /** A new float tensor of undefined values. Growing the heap detaches earlier `values`: allocate first, look then. */
  allocate(shape: readonly number[]): TensorInfo {
    return this.own(this.backend.makeOutput([...shape], 'float32'));
  }

  /** A new float tensor of zeros. */
  zeros(shape: readonly number[]): TensorInfo {
    const tensor = this.allocate(shape);
    this.values(tensor).fill(0);
    return tensor;
  }

  /** Makes the scope answer for a tensor that another kernel allocated. */
  own(tensor: TensorInfo): TensorInfo {
    this.#owned.push(tensor);
    return tensor;
  }

  /** A tensor's values as they lie in the heap, valid until the next allocation. */
  values(tensor: TensorInfo): Float32Array {
    const values = this.backend.typedArrayFromHeap(tensor);
    if (!(values instanceof Float32Array)) throw new Error(`A float32 tensor is needed here, not ${tensor.dtype}.`);
    return values.subarray(0, util.sizeFromShape(tensor.shape));
  }

  /** Frees what was allocated, but for the data of `kept`. */
  dispose(kept?: TensorInfo): void {
    for (const tensor of this.#owned) if (tensor.dataId !== kept?.dataId) this.backend.disposeData(tensor.dataId);
  }
}

/** What a kernel of ours computes: its result's memory comes from the scope. */
export type WasmKernel = (scope: WasmScope, inputs: NamedTensorInfoMap, attributes: NamedAttrMap) => TensorInfo;

/** A kernel as TensorFlow.js registers it for the WASM backend. */
export function wasmKernel(kernelName: string, compute: WasmKernel): KernelConfig {
  return {
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => {
      if (!isWasm(backend)) throw new Error(`${kernelName} of the WASM backend was called by another one.`);
      const scope = new WasmScope(backend);
      let result: TensorInfo | undefined;
      try {
        return (result = compute(scope, inputs, attrs ?? {}));
      } finally {
        scope.dispose(result);
      }
    },
  };
}

function isWasm(backend: unknown): backend is BackendWasm {
  return typeof backend === 'object' && backend !== null && 'makeOutput' in backend && 'typedArrayFromHeap' in backend;
}

/** The input of a kernel by its name. */
export function inputOf(inputs: NamedTensorInfoMap, name: string): TensorInfo {
  const tensor = inputs[name];
  if (tensor === undefined) throw new Error(`A kernel was called without its input ${name}.`);
  return tensor;
}
