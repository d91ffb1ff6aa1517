/** A signal that Ctrl-C (or a request to terminate) aborts, and the exit code that goes with it; a second Ctrl-C ends the program at once. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** 130 or 143 once interrupted, else 0. */
  code(): number;
  dispose(): void;
}

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** Watches for Ctrl-C; `onSecond` is called when a person insists. */
export function watchInterrupt(onSecond: () => void): Interrupt {
  const abort = new AbortController();
  let code = 0;
  const listener = (signal: NodeJS.Signals): void => {
    if (abort.signal.aborted) onSecond();
    code = signal === 'SIGTERM' ? exitCodes.SIGTERM : exitCodes.SIGINT;
    abort.abort();
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, listener);
  return {
    signal: abort.signal,
    code: () => code,
    dispose: () => {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}

/** Runs something that Ctrl-C may end, and sets the exit code if it did. */
export async function interruptible<T>(
  outcome: { code: number },
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const interrupt = watchInterrupt(() => process.exit(exitCodes.SIGINT));
  try {
    return await run(interrupt.signal);
  } finally {
    outcome.code = interrupt.code();
    interrupt.dispose();
  }
}
