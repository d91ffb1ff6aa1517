import { GrowingFloats } from '../../protocol/growingFloats';
import { BlockExtremes } from './blockExtremes';
import { Smoother } from './smoother';

/** A series of one value a step, with what drawing it needs. */
export class Trace {
  readonly #floats = new GrowingFloats();
  readonly extremes = new BlockExtremes();

  get values(): Float32Array {
    return this.#floats.values;
  }

  get length(): number {
    return this.#floats.length;
  }

  /** The value of a step (from 1), or NaN. */
  at(step: number): number {
    return this.#floats.at(step - 1);
  }

  /** The newest step up to this one whose value is finite; 0 if there is none. */
  newestBy(step: number): number {
    let found = Math.min(step, this.length);
    while (found > 0 && !Number.isFinite(this.at(found))) found--;
    return found;
  }

  append(values: ArrayLike<number>): void {
    this.#floats.append(values);
    this.extremes.update(this.values);
  }

  clear(): void {
    this.#floats.clear();
    this.extremes.clear();
  }
}

/** A series and its exponential moving average. */
export class SmoothedTrace {
  readonly raw = new Trace();
  readonly smooth = new Trace();
  #smoother: Smoother;

  constructor(weight: number) {
    this.#smoother = new Smoother(weight);
  }

  append(values: Float32Array): void {
    this.raw.append(values);
    this.#appendSmooth(values);
  }

  /** Smooths everything anew. */
  setWeight(weight: number): void {
    this.#smoother = new Smoother(weight);
    this.smooth.clear();
    this.#appendSmooth(this.raw.values);
  }

  #appendSmooth(values: Float32Array): void {
    this.smooth.append(values.map((value) => this.#smoother.next(value)));
  }
}
