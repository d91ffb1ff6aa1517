import type { EpochResult, LiveMetrics, RunEvent, TestedEpoch } from '../protocol/run';
import type { RunDelta, RunSnapshot, RunState, RunStatus } from '../protocol/viewContract';
import { bestEpoch, eventMessage, finalMessage } from './runMessages';
import { StepRecord } from './stepRecord';

/** How much of a run's history a view has: what `deltaSince` starts from. */
export interface RunMark {
  readonly steps: number;
  readonly epochs: number;
  /** The step of the newest live metrics. */
  readonly live: number;
  /** The epoch that was tested last. */
  readonly tested: number;
}

/** Everything that a run has reported, for views that come and go: a snapshot to begin with, deltas after it. */
export class RunHistory {
  readonly #steps = new StepRecord();
  readonly #listeners = new Set<() => void>();
  #epochs: readonly EpochResult[] = [];
  #live: LiveMetrics | undefined;
  #tested: TestedEpoch | undefined;
  #status: RunStatus;

  constructor({ id, title }: { readonly id: string; readonly title: string }) {
    this.#status = { id, title, state: 'starting', message: 'Starting the trainer…', start: undefined };
  }

  apply(event: RunEvent): void {
    if (event.type === 'start') this.#status = { ...this.#status, state: 'running', start: event };
    if (event.type === 'steps') this.#addSteps(event);
    if (event.type === 'tested') this.#tested = event;
    if (event.type === 'epoch') this.#epochs = [...this.#epochs, event];
    this.#status = { ...this.#status, message: eventMessage(event, this.#status.start) };
    this.#tell();
  }

  /** The run is over; without a message, what it reached is said. */
  finish(state: RunState, message: string): void {
    const said = message === '' ? finalMessage(state, bestEpoch(this.#epochs)) : message;
    this.#status = { ...this.#status, state, message: said };
    this.#tell();
  }

  /** What has been applied is of a run that another process writes. */
  goesOnElsewhere(): void {
    this.#status = { ...this.#status, message: 'This run goes on in another window or terminal.', elsewhere: true };
    this.#tell();
  }

  status(): RunStatus {
    return this.#status;
  }

  snapshot(): RunSnapshot {
    const [epochs, live, tested] = [this.#epochs, this.#live, this.#tested];
    return { status: this.#status, steps: this.#steps.since(0), epochs, live, tested };
  }

  mark(): RunMark {
    return {
      steps: this.#steps.length,
      epochs: this.#epochs.length,
      live: this.#live?.step ?? 0,
      tested: this.#tested?.epoch ?? 0,
    };
  }

  /** What a view with this mark lacks, and the mark it has afterwards. */
  deltaSince(mark: RunMark): { readonly delta: RunDelta; readonly mark: RunMark } {
    const delta = {
      status: this.#status,
      from: mark.steps,
      steps: this.#steps.since(mark.steps),
      epochs: this.#epochs.slice(mark.epochs),
      live: this.#live?.step === mark.live ? undefined : this.#live,
      tested: this.#tested?.epoch === mark.tested ? undefined : this.#tested,
    };
    return { delta, mark: this.mark() };
  }

  /** Calls back after each change until the returned function is called. */
  listen(callback: () => void): () => void {
    this.#listeners.add(callback);
    return () => void this.#listeners.delete(callback);
  }

  #addSteps(event: Extract<RunEvent, { type: 'steps' }>): void {
    this.#steps.add(event);
    this.#live = event.live ?? this.#live;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
