import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../../src/protocol/userError';
import { distFolder } from '../../src/trainer/distFolder';
import { startWasm } from '../../src/trainer/engines/wasmEngine';
import { registerWasmTrainingKernels } from '../../src/trainer/engines/wasmKernels';

describe('startWasm', function () {
  this.timeout(60_000);
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'resnet-wasm-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('says which file is missing', async () => {
    await assert.rejects(startWasm(folder), saying('tfjs-backend-wasm.wasm', 'install the extension again'));
  });

  it('says which file is damaged', async () => {
    await cp(path.join(distFolder(), 'wasm'), folder, { recursive: true });
    await writeFile(path.join(folder, 'tfjs-backend-wasm-simd.wasm'), 'not WebAssembly');
    await assert.rejects(startWasm(folder), saying('tfjs-backend-wasm-simd.wasm', 'damaged'));
  });

  it('makes WASM the backend, from the files it was given and without listeners of its own on the process', async () => {
    await cp(path.join(distFolder(), 'wasm'), folder, { recursive: true });
    const listeners = (): number =>
      process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection');
    const before = listeners();
    await startWasm(path.relative('.', folder));
    assert.equal(tf.getBackend(), 'wasm');
    assert.equal(listeners(), before);
  });

  it('can be started and registered again', async () => {
    await startWasm(path.join(distFolder(), 'wasm'));
    registerWasmTrainingKernels();
    const product = tf.tidy(() => tf.matMul([[1, 2]], [[3], [4]]).dataSync());
    assert.deepEqual([...product], [11]);
  });
});

function saying(...parts: readonly string[]): (error: unknown) => boolean {
  return (error) => error instanceof UserError && parts.every((part) => error.message.includes(part));
}
