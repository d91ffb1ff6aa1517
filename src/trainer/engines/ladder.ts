import * as tf from '@tensorflow/tfjs';
import { engineNames, type EngineName, type EngineReport, type PassedOver } from '../../protocol/engine';
import { UserError } from '../../protocol/userError';
import { startCpu } from './cpuEngine';
import { startNative, startNativeGpu } from './nativeEngine';
import { startWasm } from './wasmEngine';
import { startWebGpu } from './webgpuEngine';

/** Where engines are looked for. */
export interface EngineFolders {
  /** The cache folder, which holds installed engines. */
  readonly home: string;
  /** Holds the WASM binaries. */
  readonly wasm: string;
}

/** The engine that carries out a run, and those that were passed over for it. */
export interface StartedEngine {
  readonly name: EngineName;
  /** Version and device, for people. */
  readonly detail: string;
  readonly passedOver: readonly PassedOver[];
}

/** Makes an engine TensorFlow.js's backend and gives its detail, or throws a `UserError` with the reason why it can't. */
type Starter = (folders: EngineFolders) => Promise<string>;

const starters: Readonly<Record<EngineName, Starter>> = {
  'tensorflow-gpu': ({ home }) => startNativeGpu(home),
  tensorflow: ({ home }) => startNative(home),
  webgpu: () => startWebGpu(),
  wasm: async ({ wasm }) => {
    await startWasm(wasm);
    return `WebAssembly ${(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true ? 'with' : 'without'} SIMD, one thread`;
  },
  cpu: () => startCpu(),
};

/** Starts the engine asked for, or with `auto` the first that works; a process starts one engine in its life. */
export async function startEngine(choice: EngineName | 'auto', folders: EngineFolders): Promise<StartedEngine> {
  const passedOver: PassedOver[] = [];
  for (const engine of choice === 'auto' ? engineNames : [choice]) {
    const tried = await tryEngine(engine, folders);
    if (tried.usable) return { name: engine, detail: tried.detail, passedOver };
    passedOver.push({ engine, reason: tried.detail });
  }
  throw new UserError(`The engine "${choice}" can't be used: ${passedOver.map(({ reason }) => reason).join(' ')}`);
}

/** Tries every engine in turn; meant for a process that ends afterwards. */
export async function reportEngines(folders: EngineFolders): Promise<readonly EngineReport[]> {
  const reports: EngineReport[] = [];
  for (const engine of engineNames) reports.push(await tryEngine(engine, folders));
  return reports;
}

async function tryEngine(engine: EngineName, folders: EngineFolders): Promise<EngineReport> {
  try {
    return { engine, usable: true, detail: await starters[engine](folders) };
  } catch (error) {
    return { engine, usable: false, detail: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  return `It failed to start: ${error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)}.`;
}
