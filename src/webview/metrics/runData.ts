import { GrowingFloats } from '../../protocol/growingFloats';
import type { EpochResult } from '../../protocol/run';
import type { RunDelta, RunSnapshot, RunStatus, StepHistory } from '../../protocol/viewContract';
import { sumFinite } from './sumFinite';
import { SmoothedTrace } from './trace';

/** What the view knows of the run that it shows. */
export class RunData {
  readonly loss: SmoothedTrace;
  readonly accuracy: SmoothedTrace;
  readonly throughput: SmoothedTrace;
  readonly #stepMs = new GrowingFloats();
  #epochs: readonly EpochResult[];
  #status: RunStatus;
  #msSinceEpoch = 0;

  constructor(snapshot: RunSnapshot, smoothing: number) {
    this.loss = new SmoothedTrace(smoothing);
    this.accuracy = new SmoothedTrace(smoothing);
    this.throughput = new SmoothedTrace(smoothing);
    this.#status = snapshot.status;
    this.#epochs = snapshot.epochs;
    this.#append(snapshot.steps);
  }

  get status(): RunStatus {
    return this.#status;
  }

  get epochs(): readonly EpochResult[] {
    return this.#epochs;
  }

  /** Steps so far. */
  get steps(): number {
    return this.#stepMs.length;
  }

  /** Time of the steps since the last finished epoch, in ms. */
  get msSinceEpoch(): number {
    return this.#msSinceEpoch;
  }

  /** Time of each step, in ms. */
  get stepMs(): Float32Array {
    return this.#stepMs.values;
  }

  /** Takes in what is new; false, and nothing is taken, if it does not follow on what is here. */
  apply({ status, from, steps, epochs }: RunDelta): boolean {
    if (status.id !== this.#status.id || from !== this.steps) return false;
    const known = this.#epochs.at(-1)?.epoch ?? 0;
    this.#status = status;
    this.#epochs = [...this.#epochs, ...epochs.filter(({ epoch }) => epoch > known)];
    this.#append(steps);
    return true;
  }

  setSmoothing(weight: number): void {
    for (const trace of [this.loss, this.accuracy, this.throughput]) trace.setWeight(weight);
  }

  /** The epoch that a step belongs to. */
  epochOf(step: number): number {
    const holder = this.#epochs.find((epoch) => epoch.step >= step);
    return holder?.epoch ?? (this.#epochs.at(-1)?.epoch ?? 0) + 1;
  }

  /** The newest epoch that had ended at a step. */
  epochEndedBy(step: number): EpochResult | undefined {
    return this.#epochs.findLast((epoch) => epoch.step <= step);
  }

  #append({ loss, accuracy, imagesPerSecond, stepMs }: StepHistory): void {
    this.loss.append(loss);
    this.accuracy.append(accuracy);
    this.throughput.append(imagesPerSecond);
    this.#stepMs.append(stepMs);
    this.#msSinceEpoch = sumFinite(this.stepMs.subarray(this.#epochs.at(-1)?.step ?? 0));
  }
}
