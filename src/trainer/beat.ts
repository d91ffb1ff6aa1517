/** Messages leave the worker at most ten times a second, in ms. */
export const messageInterval = 100;

/** Says when an interval has passed since it last said so; the first time is at once. */
export class Beat {
  #last = Number.NEGATIVE_INFINITY;

  constructor(private readonly interval: number) {}

  due(): boolean {
    const now = performance.now();
    if (now - this.#last < this.interval) return false;
    this.#last = now;
    return true;
  }
}
