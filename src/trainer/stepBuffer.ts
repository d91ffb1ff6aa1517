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
  readonly learningRate: number;
  /** From the last step's end, waiting for the batch included. */
  readonly ms: number;
}

/** Sums over the epoch's images so far. */
export interface EpochSums {
  readonly loss: number;
  readonly correct: number;
  readonly images: number;
}

const noSums: EpochSums = { loss: 0, correct: 0, images: 0 };

/** Gathers steps until a message is due, and the epoch's means. */
export class StepBuffer {
  #steps: FinishedStep[] = [];
  #taken: number;
  #epoch = 0;
  readonly #beat = new Beat(messageInterval);
  #sums = noSums;

  /** @param steps that the run has made before */
  constructor(steps = 0) {
    this.#taken = steps;
  }

  /** Steps of the run so far. */
  get steps(): number {
    return this.#taken + this.#steps.length;
  }

  /** Steps not yet taken. */
  get size(): number {
    return this.#steps.length;
  }

  get sums(): EpochSums {
    return this.#sums;
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

  /** @param sums of the batches that an epoch begun earlier has behind it */
  beginEpoch(epoch: number, sums: EpochSums = noSums): void {
    this.#epoch = epoch;
    this.#sums = sums;
  }

  push(step: FinishedStep): void {
    this.#steps.push(step);
    const { loss, correct, images } = this.#sums;
    this.#sums = {
      loss: loss + step.loss * step.count,
      correct: correct + step.correct,
      images: images + step.count,
    };
  }

  /** At most ten times a second, and after each step that was measured: a message has room for one step's measurements. */
  due(): boolean {
    const newest = this.#steps.at(-1);
    return newest !== undefined && (this.#beat.due() || newest.live !== undefined);
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
      learningRate: Float32Array.from(steps, (step) => step.learningRate),
      imagesPerSecond: Float32Array.from(steps, (step) => (1000 * step.count) / step.ms),
      stepMs: Float32Array.from(steps, (step) => step.ms),
      live: live === undefined ? undefined : { step: first + measured, ...live },
    };
  }
}
