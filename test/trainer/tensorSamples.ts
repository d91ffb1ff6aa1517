import assert from 'node:assert/strict';
import { UserError } from '../../src/protocol/userError';
import type { TensorData } from '../../src/trainer/safetensors';

/** The value, which must be there. */
export function existing<T>(value: T | undefined): T {
  assert.ok(value !== undefined);
  return value;
}

/** A vector of float32. */
export function floats(...values: readonly number[]): TensorData {
  return { dtype: 'F32', shape: [values.length], bytes: new Uint8Array(Float32Array.from(values).buffer) };
}

/** Accepts a sentence for a person that matches all of `messages`, for `assert.throws` and `assert.rejects`. */
export function userError(...messages: readonly RegExp[]): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof UserError, String(error));
    for (const message of messages) assert.match(error.message, message);
    return true;
  };
}
