/** When and how to wait; the real one is `setTimeout` and `performance.now`. */
export interface Clock {
  now(): number;
  /** Calls back after some ms; the returned function forgets it. */
  after(ms: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** Sends news at once if the last were long enough ago, else as soon as they are: never more often than every `everyMs`. */
export class Pacer {
  #last = Number.NEGATIVE_INFINITY;
  #forget: (() => void) | undefined;

  constructor(
    private readonly send: () => void,
    private readonly everyMs: number,
    private readonly clock: Clock = systemClock,
  ) {}

  /** There is something to send. */
  news(): void {
    if (this.#forget !== undefined) return;
    const wait = this.#last + this.everyMs - this.clock.now();
    if (wait <= 0) this.#fire();
    else this.#forget = this.clock.after(wait, () => this.#fire());
  }

  dispose(): void {
    this.#forget?.();
    this.#forget = undefined;
  }

  #fire(): void {
    this.#forget = undefined;
    this.#last = this.clock.now();
    this.send();
  }
}
