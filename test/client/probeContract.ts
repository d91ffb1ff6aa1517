import type { Handlers, Side } from '../../src/protocol/channel';
import { UserError } from '../../src/protocol/userError';

/** A contract that has everything a channel carries. */
export interface ProbeSide extends Side {
  readonly requests: {
    double(values: Float32Array): Float32Array;
    fail(input: { readonly kind: 'usage' | 'failure' | 'unexpected' }): null;
    /** Emits 1…count, then answers with the count. */
    count(count: number): number;
    /** Answers once it is cancelled. */
    untilCancelled(input: null): string;
    never(input: null): null;
    /** How many of this end's requests have been cancelled. */
    cancelled(input: null): number;
  };
  readonly events: { readonly tick: number };
}

/** The asking end: it offers nothing. */
export interface AskerSide extends Side {
  readonly requests: object;
  readonly events: object;
}

/** The version both ends have. */
export const probeVersion = 'probe-1';

/** Answers of the probe; `emit` is the channel's own. */
export function probeHandlers(emit: (tick: number) => void): Handlers<ProbeSide> {
  let cancelled = 0;
  const aborted = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const note = (): void => {
        cancelled++;
        resolve();
      };
      if (signal.aborted) note();
      else signal.addEventListener('abort', note);
    });
  return {
    double: (values) => values.map((value) => 2 * value),
    fail: ({ kind }) => {
      if (kind === 'unexpected') throw new TypeError('x is not a function');
      throw new UserError(`This ${kind} was asked for.`, kind);
    },
    count: (count) => {
      for (let tick = 1; tick <= count; tick++) emit(tick);
      return count;
    },
    untilCancelled: async (_, signal) => {
      await aborted(signal);
      return 'cancelled';
    },
    never: (_, signal) => {
      void aborted(signal);
      return new Promise<null>(() => undefined);
    },
    cancelled: () => cancelled,
  };
}
