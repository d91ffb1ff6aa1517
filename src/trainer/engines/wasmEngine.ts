import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../protocol/userError';
import { registerWasmTrainingKernels } from './wasmKernels';

/** What is used of the global that the types of Node 20 leave out. */
declare const WebAssembly: { validate(bytes: Uint8Array): boolean };

const binaries = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'];

/** Makes WebAssembly TensorFlow.js's backend, able to train: `wasmFolder` holds its binaries. One thread; SIMD where the processor has it. */
export async function startWasm(wasmFolder: string): Promise<void> {
  for (const binary of binaries) await requireBinary(path.resolve(wasmFolder, binary));
  setWasmPaths(path.resolve(wasmFolder) + path.sep);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false); // its workers need a browser
  registerWasmTrainingKernels();
  const isSet = await withoutNewListeners(() => tf.setBackend('wasm'));
  if (!isSet || tf.getBackend() !== 'wasm')
    throw new UserError(`WebAssembly failed to start from ${wasmFolder}: the log says why.`);
}

/** The backend reports a missing or damaged binary only to the console, and TensorFlow.js then falls to another backend. */
async function requireBinary(file: string): Promise<void> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new UserError(
      `WebAssembly can't start, as ${file} can't be read (${codeOf(error)}): install the extension again.`,
    );
  });
  if (!WebAssembly.validate(new Uint8Array(bytes)))
    throw new UserError(`WebAssembly can't start, as ${file} is damaged: install the extension again.`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** The backend's loader listens for the process's errors only to throw them again, which would end it before its own listeners run. */
async function withoutNewListeners<T>(load: () => Promise<T>): Promise<T> {
  const exceptions = new Set(process.listeners('uncaughtException'));
  const rejections = new Set(process.listeners('unhandledRejection'));
  try {
    return await load();
  } finally {
    for (const listener of process.listeners('uncaughtException'))
      if (!exceptions.has(listener)) process.off('uncaughtException', listener);
    for (const listener of process.listeners('unhandledRejection'))
      if (!rejections.has(listener)) process.off('unhandledRejection', listener);
  }
}
