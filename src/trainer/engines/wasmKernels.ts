import { getKernelsForBackend, registerKernel, unregisterKernel, type KernelConfig } from '@tensorflow/tfjs';
import { batchMatMul } from './wasmBatchMatMul';
import { conv2D } from './wasmConv2D';
import { conv2DBackpropFilter } from './wasmConv2DBackpropFilter';
import { conv2DBackpropInput } from './wasmConv2DBackpropInput';
import { maxPoolGrad } from './wasmMaxPoolGrad';
import { mean, sum } from './wasmReduce';
import { wasmKernel } from './wasmScope';
import { unsortedSegmentSum } from './wasmUnsortedSegmentSum';

const kernels: readonly KernelConfig[] = [
  wasmKernel('Conv2DBackpropFilter', conv2DBackpropFilter),
  wasmKernel('Conv2DBackpropInput', conv2DBackpropInput),
  wasmKernel('MaxPoolGrad', maxPoolGrad),
  wasmKernel('UnsortedSegmentSum', unsortedSegmentSum),
  wasmKernel('BatchMatMul', batchMatMul),
  wasmKernel('Conv2D', conv2D),
  wasmKernel('Mean', mean),
  wasmKernel('Sum', sum),
];

/** Registers what the WASM backend lacks, has wrong or is slow at in training, before or after it starts; a second call changes nothing. */
export function registerWasmTrainingKernels(): void {
  const present = new Set(getKernelsForBackend('wasm').map((kernel) => kernel.kernelName));
  for (const kernel of kernels) {
    if (present.has(kernel.kernelName)) unregisterKernel(kernel.kernelName, kernel.backendName);
    registerKernel(kernel);
  }
}
