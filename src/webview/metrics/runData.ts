import { firstWhere } from '../../protocol/firstWhere';
import { GrowingFloats } from '../../protocol/growingFloats';
import type { EpochResult, TestedEpoch } from '../../protocol/run';
import type { RunDelta, RunSnapshot, RunStatus, StepHistory } from '../../protocol/viewContract';
import { SmoothedTrace, Trace } from './trace';

/** What the view knows of the run that it shows. */
export class RunData {
  readonly loss: SmoothedTrace;
  readonly accuracy: SmoothedTrace;
  readonly throughput: SmoothedTrace;
  readonly gradientNorm: SmoothedTrace;
  readonly learningRate = new Trace();
  readonly #stepMs = new GrowingFloats();
  readonly #seconds = new GrowingFloats();
  readonly #wall = new GrowingFloats();
  #allSeconds = 0;
  #allWall = 0;
  #tested: TestedEpoch | undefined;
  #epochs: readonly EpochResult[];
  #status: RunStatus;

  constructor(snapshot: RunSnapshot, smoothing: number) {
    this.loss = new SmoothedTrace(smoothing);
    this.accuracy = new SmoothedTrace(smoothing);
    this.throughput = new SmoothedTrace(smoothing);
    this.gradientNorm = new SmoothedTrace(smoothing);
    this.#tested = snapshot.tested;
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
    return 1000 * (this.#allSeconds - this.secondsUntil(this.#epochs.at(-1)?.step ?? 0));
  }

  /** Time of each step, in ms. */
  get stepMs(): Float32Array {
    return this.#stepMs.values;
  }

  /** How the newest epoch's end classified the test images. */
  get tested(): TestedEpoch | undefined {
    return this.#tested;
  }

  get stepsPerEpoch(): number {
    return Math.max(1, this.#status.start?.stepsPerEpoch ?? 1);
  }

  /** Time that the steps up to this one took, in s: none before the first. */
  secondsUntil(step: number): number {
    return this.#until(step, this.#seconds);
  }

  /** Wall time from the run's start until this step had ended, in s, with the tests after epochs but without pauses. */
  wallUntil(step: number): number {
    return this.#until(step, this.#wall);
  }

  /** The first step that had not ended before so many seconds of wall time. */
  stepAfter(seconds: number): number {
    return firstWhere(this.steps, (step) => this.#wall.at(step) < seconds) + 1;
  }

  /** Takes in what is new; false, and nothing is taken, if it does not follow on what is here. */
  apply({ status, from, steps, epochs, tested }: RunDelta): boolean {
    if (status.id !== this.#status.id || from !== this.steps) return false;
    const known = this.#epochs.at(-1)?.epoch ?? 0;
    this.#status = status;
    this.#epochs = [...this.#epochs, ...epochs.filter(({ epoch }) => epoch > known)];
    this.#tested = tested ?? this.#tested;
    this.#append(steps);
    return true;
  }

  setSmoothing(weight: number): void {
    for (const trace of [this.loss, this.accuracy, this.throughput, this.gradientNorm]) trace.setWeight(weight);
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

  #append({ loss, accuracy, imagesPerSecond, stepMs, learningRate, gradientNorm }: StepHistory): void {
    this.loss.append(loss);
    this.accuracy.append(accuracy);
    this.throughput.append(imagesPerSecond);
    this.gradientNorm.append(gradientNorm);
    this.learningRate.append(learningRate);
    this.#appendTimes(stepMs);
  }

  #until(step: number, times: GrowingFloats): number {
    return step === 0 ? 0 : times.at(Math.min(step, this.steps) - 1);
  }

  /** An epoch begins when the one before it has been tested. */
  #appendTimes(stepMs: Float32Array): void {
    const { steps } = this;
    const ends = endsOf(this.#epochs);
    const [seconds, wall] = [new Float32Array(stepMs.length), new Float32Array(stepMs.length)];
    stepMs.forEach((ms, index) => {
      const taken = Number.isFinite(ms) ? ms / 1000 : 0;
      seconds[index] = this.#allSeconds += taken;
      wall[index] = this.#allWall = Math.max(this.#allWall, ends.get(steps + index) ?? 0) + taken;
    });
    this.#seconds.append(seconds);
    this.#wall.append(wall);
    this.#stepMs.append(stepMs);
  }
}

/** By the last step of each epoch: the seconds that it and all before it took. */
function endsOf(epochs: readonly EpochResult[]): ReadonlyMap<number, number> {
  let all = 0;
  return new Map(epochs.map(({ step, seconds }) => [step, (all += seconds)]));
}
