import * as tf from '@tensorflow/tfjs';

type Call = (...args: unknown[]) => unknown;

/** A stopwatch for the calls that run a graph. */
export interface NativeCalls {
  /** Milliseconds of each call since the last time this was asked. */
  take(): readonly number[];
}

/** Watches the started native engine's own `runSavedModel`, from here on. */
export function watchNativeCalls(): NativeCalls {
  const backend: object = tf.backend();
  if (!runsGraphs(backend)) throw new Error('The backend runs no graphs: start the native engine first.');
  const { binding } = backend;
  let taken: number[] = [];
  const timed: Call = (...args) => {
    const began = performance.now();
    const result = binding.runSavedModel(...args);
    taken.push(performance.now() - began);
    return result;
  };
  // an addon's functions can't be overwritten
  backend.binding = Object.create(binding, { runSavedModel: { value: timed } }) as typeof binding;
  return {
    take: () => {
      const calls = taken;
      taken = [];
      return calls;
    },
  };
}

function runsGraphs(backend: object): backend is { binding: { runSavedModel: Call } } {
  if (!('binding' in backend)) return false;
  const { binding } = backend;
  return typeof binding === 'object' && binding !== null && 'runSavedModel' in binding;
}
