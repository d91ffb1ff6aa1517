import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import path from 'node:path';
import { distFolder } from '../../src/trainer/distFolder';
import { startWasm } from '../../src/trainer/engines/wasmEngine';

/** Starts the WASM backend on the product's own binaries. */
export async function startWasmForTests(): Promise<void> {
  await startWasm(path.join(distFolder(), 'wasm'));
}

/** The values that a backend computes; fails if the computation leaves a tensor behind. */
export async function valuesOn(backend: string, compute: () => tf.Tensor[]): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const before = aliveOnBackend();
  const results = tf.tidy(compute);
  const values = results.map((result) => Float32Array.from(result.dataSync()));
  tf.dispose(results);
  assert.deepEqual(aliveOnBackend(), before, `left behind on ${backend}`);
  return values;
}

/** The tensors that TensorFlow.js knows of, and the buffers that the backend holds, which kernels allocate on their own. */
export function aliveOnBackend(): { readonly tensors: number; readonly buffers: number } {
  return { tensors: tf.memory().numTensors, buffers: tf.backend().numDataIds() };
}

/** How near values must lie, as a part of the largest one, and what they are. */
export interface Closeness {
  readonly tolerance: number;
  readonly name: string;
}

/** Asserts that the WASM backend computes what the reference backend does, leaving no tensor behind. */
export async function assertSameOnWasm(compute: () => tf.Tensor[], { tolerance, name }: Closeness): Promise<void> {
  const expected = await valuesOn('cpu', compute);
  const actual = await valuesOn('wasm', compute);
  assert.equal(actual.length, expected.length);
  expected.forEach((values, index) => {
    assertClose(actual[index], values, { tolerance, name: `result ${index} of ${name}` });
  });
}

/** Asserts that values are near to what they should be. */
export function assertClose(
  actual: Float32Array | undefined,
  expected: ArrayLike<number>,
  { tolerance, name }: Closeness,
): void {
  const values = Array.from(expected);
  assert.equal(actual?.length, values.length, name);
  const largest = values.reduce((maximum, value) => Math.max(maximum, Math.abs(value)), 1e-30);
  const worst = values.reduce((maximum, value, index) => Math.max(maximum, distance(actual[index], value)), 0);
  assert.ok(worst <= tolerance * largest, `${name} is off by ${worst / largest} of its largest value`);
}

/** Infinite where a value is missing or not a number, so that no comparison hides it. */
function distance(a: number | undefined, b: number): number {
  if (a === b) return 0;
  const difference = Math.abs((a ?? Number.NaN) - b);
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
}

/** Numbers from −1 to 1 that are the same on every backend. */
export function noise(shape: readonly number[], seed: number): tf.Tensor {
  return tf.randomUniform([...shape], -1, 1, 'float32', seed);
}

/** The same in four dimensions. */
export function noise4D(shape: readonly [number, number, number, number], seed: number): tf.Tensor4D {
  return tf.randomUniform<tf.Rank.R4>([...shape], -1, 1, 'float32', seed);
}
