import type { StepSeries } from '../protocol/run';
import { Beat, messageInterval } from './beat';
import type { StepOutcome } from './trainableNetwork';

/** Where in a run a step is; both count from 1. */
export interface StepPlace {
  readonly step: number;
  readonly epoch: number;
}

/** What a finished step adds. */
export interface FinishedStep extends StepOutcome {
  /** Images of the batch. */
  readonly count: number;
  /** From the last step's end, waiting for the batch included. */
  readonly ms: number;
}

/** Gathers steps until a message is due, and the epoch's means. */
export class StepBuffer {
  #steps: FinishedStep[] = [];
  #taken = 0;
  #epoch = 0;
  readonly #beat = new Beat(messageInterval);
  #sums = { loss: 0, correct: 0, images: 0 };

  constructor(private readonly learningRate: number) {}

  /** Steps of the run so far. */
  get steps(): number {
    return this.#taken + this.#steps.length;
  }

  /** Steps not yet taken. */
  get size(): number {
    return this.#steps.length;
  }

  /** Mean over the epoch's images so far. */
  get epochLoss(): number {
    return this.#sums.loss / this.#sums.images;
  }

  get epochAccuracy(): number {
    return this.#sums.correct / this.#sums.images;
  }

  /** Of the step that comes next. */
  place(): StepPlace {
    return { step: this.steps + 1, epoch: this.#epoch };
  }

  beginEpoch(epoch: number): void {
    this.#epoch = epoch;
    this.#sums = { loss: 0, correct: 0, images: 0 };
  }

  push(step: FinishedStep): void {
    this.#steps.push(step);
    this.#sums.loss += step.loss * step.count;
    this.#sums.correct += step.correct;
    this.#sums.images += step.count;
  }

  due(): boolean {
    return this.#steps.length > 0 && this.#beat.due();
  }

  /** The steps since the last call, with the newest live metrics among them. */
  take(): StepSeries {
    const steps = this.#steps;
    const first = this.#taken + 1;
    this.#steps = [];
    this.#taken += steps.length;
    const measured = steps.findLastIndex((step) => step.live !== undefined);
    const live = steps[measured]?.live;
    return {
      first,
      epoch: this.#epoch,
      loss: Float32Array.from(steps, (step) => step.loss),
      accuracy: Float32Array.from(steps, (step) => step.correct / step.count),
      learningRate: new Float32Array(steps.length).fill(this.learningRate),
      imagesPerSecond: Float32Array.from(steps, (step) => (1000 * step.count) / step.ms),
      stepMs: Float32Array.from(steps, (step) => step.ms),
      live: live === undefined ? undefined : { step: first + measured, ...live },
    };
  }
}
