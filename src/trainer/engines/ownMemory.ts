/** What is used of tfjs-node's native binding: `values` are a typed array, or strings as bytes. */
interface Binding {
  readonly createTensor: (shape: readonly number[], dtype: number, values: unknown) => number;
}

/** A backend of tfjs-node's. */
export interface BoundBackend {
  binding: Binding;
}

/** Backends that have been seen to: an engine may be started again. */
const seen = new WeakSet<BoundBackend>();

type TensorValues = Float32Array | Int32Array | Uint8Array;

/**
 * Gives every tensor memory of TensorFlow's own. Where an array's memory happens to be aligned to 64 bytes, the binding lends it to
 * TensorFlow, and gives it back on whichever thread is done with it last: for the first values of variables those are TensorFlow's
 * own, two at a time, and what the binding calls there, `napi_delete_reference`, is for JavaScript's thread alone. Two at once break
 * the heap.
 */
export function useOwnMemory(backend: BoundBackend): void {
  if (seen.has(backend)) return;
  seen.add(backend);
  const { binding } = backend;
  const createTensor: Binding['createTensor'] = (shape, dtype, values) =>
    binding.createTensor(shape, dtype, isValues(values) ? misaligned(values) : values);
  backend.binding = Object.create(binding, { createTensor: { value: createTensor } }) as Binding;
}

function isValues(values: unknown): values is TensorValues {
  return values instanceof Float32Array || values instanceof Int32Array || values instanceof Uint8Array;
}

/** The same numbers one element past the start of their memory, where TensorFlow never uses them in place: it copies them at once. */
function misaligned(values: TensorValues): TensorValues {
  const { length, BYTES_PER_ELEMENT: start } = values;
  const copy = viewOf(new ArrayBuffer(start + values.byteLength), { like: values, start, length });
  copy.set(values);
  return copy;
}

function viewOf(
  memory: ArrayBuffer,
  { like, start, length }: { readonly like: TensorValues; readonly start: number; readonly length: number },
): TensorValues {
  if (like instanceof Float32Array) return new Float32Array(memory, start, length);
  if (like instanceof Int32Array) return new Int32Array(memory, start, length);
  return new Uint8Array(memory, start, length);
}
