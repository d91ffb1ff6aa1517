import { GrowingFloats } from '../protocol/growingFloats';
import type { StepSeries } from '../protocol/run';
import type { StepHistory } from '../protocol/viewContract';

/** More missing steps than this are no gap in a file but a wrong step number. */
const largestGap = 1_000_000;

/** The numbers of all steps; row i is step i + 1, NaN where a step is missing. */
export class StepRecord {
  readonly #columns = {
    loss: new GrowingFloats(),
    accuracy: new GrowingFloats(),
    learningRate: new GrowingFloats(),
    imagesPerSecond: new GrowingFloats(),
    stepMs: new GrowingFloats(),
  };
  readonly #gradientNorm = new GrowingFloats();

  get length(): number {
    return this.#columns.loss.length;
  }

  /** Adds steps at their place; those that are there already are left as they are. */
  add(series: StepSeries): void {
    const missing = series.first - 1 - this.length;
    if (missing > largestGap) return;
    const known = Math.max(0, -missing);
    for (const name of columnNames) {
      if (missing > 0) this.#columns[name].append(new Float32Array(missing).fill(Number.NaN));
      this.#columns[name].append(series[name].subarray(known));
    }
    this.#addGradientNorm(series);
  }

  /** Copies of the rows from `from` on: a view into a larger buffer would be sent to a webview with the whole of it. */
  since(from: number): StepHistory {
    const { loss, accuracy, learningRate, imagesPerSecond, stepMs } = this.#columns;
    return {
      loss: loss.values.slice(from),
      accuracy: accuracy.values.slice(from),
      learningRate: learningRate.values.slice(from),
      imagesPerSecond: imagesPerSecond.values.slice(from),
      stepMs: stepMs.values.slice(from),
      gradientNorm: this.#gradientNorm.values.slice(from),
    };
  }

  #addGradientNorm({ live }: StepSeries): void {
    const before = this.#gradientNorm.length;
    const added = new Float32Array(this.length - before).fill(Number.NaN);
    if (live !== undefined) added[live.step - 1 - before] = wholeNorm(live.gradientNorm);
    this.#gradientNorm.append(added);
  }
}

const columnNames = ['loss', 'accuracy', 'learningRate', 'imagesPerSecond', 'stepMs'] as const;

/** L2 norm over all tensors from that of each; rows without a number are of none. */
function wholeNorm(norms: Float32Array): number {
  const measured = norms.filter((norm) => !Number.isNaN(norm));
  return measured.length === 0 ? Number.NaN : Math.hypot(...measured);
}
