import { deferred } from '../protocol/deferred';
import type { RateChange, RunOrders } from '../protocol/run';

/** What a run is told while it goes on; the training loop looks at it between batches. */
export class TrainingControl {
  #orders: RunOrders = { paused: false, stopsAfterEpoch: false };
  #obeyed = this.#orders;
  #wantedRate: number | undefined;
  #rate: RateChange | undefined;
  #pausedMs = 0;
  #wake: () => void = () => undefined;

  get orders(): RunOrders {
    return this.#orders;
  }

  /** The newest change of the base rate that is in effect. */
  get rate(): RateChange | undefined {
    return this.#rate;
  }

  /** Goes on with the rate that a checkpoint has. */
  restoreRate(rate: RateChange | undefined): void {
    this.#rate = rate;
  }

  order(change: Partial<RunOrders>): void {
    this.#orders = { ...this.#orders, ...change };
    this.#wake();
  }

  setLearningRate(rate: number): void {
    this.#wantedRate = rate;
    this.#wake();
  }

  /** Puts a new base rate into effect from this step on; nothing if none is asked for. */
  takeRate(step: number): RateChange | undefined {
    if (this.#wantedRate === undefined) return undefined;
    this.#rate = { step, learningRate: this.#wantedRate };
    this.#wantedRate = undefined;
    return this.#rate;
  }

  /** The orders, if they are others than at the last call. */
  takeOrders(): RunOrders | undefined {
    const [before, now] = [this.#obeyed, this.#orders];
    this.#obeyed = now;
    return before.paused === now.paused && before.stopsAfterEpoch === now.stopsAfterEpoch ? undefined : now;
  }

  /** Settles when there is something new to obey, or when the signal aborts. */
  async untilNews(signal: AbortSignal): Promise<void> {
    if (this.#wantedRate !== undefined || this.#obeyed !== this.#orders || signal.aborted) return;
    const began = performance.now();
    const { promise, resolve } = deferred<undefined>();
    const wake = (): void => resolve(undefined);
    this.#wake = wake;
    signal.addEventListener('abort', wake, { once: true });
    await promise;
    signal.removeEventListener('abort', wake);
    this.#pausedMs += performance.now() - began;
  }

  /** A clock in ms that stands still while the run is paused. */
  now(): number {
    return performance.now() - this.#pausedMs;
  }
}
