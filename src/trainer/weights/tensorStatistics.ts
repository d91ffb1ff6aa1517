import type { ElementStatistics } from '../../protocol/weights';

/** Intervals of a histogram. */
export const bins = 32;

/** A tensor's values, part by part; it is gone through twice, since a spread needs the mean, and a histogram the extremes. */
export type Passes = () => AsyncIterable<Float32Array> | Iterable<Float32Array>;

/** Everything about a tensor's elements. */
export type Measured = ElementStatistics & { readonly histogram: readonly number[] };

/** Goes through a tensor. */
export async function measureTensor(passes: Passes): Promise<Measured> {
  const first = new FirstPass();
  for await (const part of passes()) first.take(part);
  const found = first.found();
  const second = new SecondPass(found);
  for await (const part of passes()) second.take(part);
  return { ...found, ...second.found() };
}

class FirstPass {
  #count = 0;
  #finite = 0;
  #sum = 0;
  #squares = 0;
  #min = Infinity;
  #max = -Infinity;
  #zeros = 0;
  #nans = 0;

  take(values: Float32Array): void {
    this.#count += values.length;
    for (const value of values) {
      if (value - value === 0) this.#takeFinite(value);
      else if (Number.isNaN(value)) this.#nans++;
    }
  }

  #takeFinite(value: number): void {
    this.#finite++;
    this.#sum += value;
    this.#squares += value * value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    if (value === 0) this.#zeros++;
  }

  found(): Omit<ElementStatistics, 'std'> {
    const isEmpty = this.#finite === 0;
    return {
      count: this.#count,
      min: isEmpty ? 0 : this.#min,
      max: isEmpty ? 0 : this.#max,
      mean: isEmpty ? 0 : this.#sum / this.#finite,
      norm: Math.sqrt(this.#squares),
      zeros: this.#zeros,
      nans: this.#nans,
      infinities: this.#count - this.#finite - this.#nans,
    };
  }
}

class SecondPass {
  readonly #histogram = new Array<number>(bins).fill(0);
  readonly #scale: number;
  #squares = 0;
  #finite = 0;

  constructor(private readonly of: Omit<ElementStatistics, 'std'>) {
    this.#scale = of.max > of.min ? bins / (of.max - of.min) : 0;
  }

  take(values: Float32Array): void {
    const { mean, min } = this.of;
    for (const value of values) {
      if (value - value !== 0) continue;
      this.#finite++;
      this.#squares += (value - mean) * (value - mean);
      const bin = Math.min(bins - 1, Math.floor((value - min) * this.#scale));
      this.#histogram[bin] = (this.#histogram[bin] ?? 0) + 1;
    }
  }

  found(): Pick<Measured, 'std' | 'histogram'> {
    return { std: this.#finite === 0 ? 0 : Math.sqrt(this.#squares / this.#finite), histogram: this.#histogram };
  }
}
