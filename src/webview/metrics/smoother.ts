/**
 * An exponential moving average with bias correction (Kingma and Ba 2015, algorithm 1: m / (1 − βᵗ)), so that it starts at
 * the first value instead of at 0. A value that is not finite gives NaN and is left out of the average.
 */
export class Smoother {
  #mean = 0;
  #correction = 1;

  /** @param weight β, 0 (no smoothing) up to but not including 1. */
  constructor(private readonly weight: number) {}

  next(value: number): number {
    if (!Number.isFinite(value)) return Number.NaN;
    this.#mean = this.weight * this.#mean + (1 - this.weight) * value;
    this.#correction *= this.weight;
    return this.#mean / (1 - this.#correction);
  }
}
