import { bestEpoch } from '../protocol/bestEpoch';
import type { EpochResult, LiveMetrics, RunEvent, TestedEpoch } from '../protocol/run';
import type { RunDelta, RunSnapshot, RunState, RunStatus } from '../protocol/viewContract';
import { eventMessage, finalMessage } from './runMessages';
import { LiveRecord } from './liveRecord';
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

/** As many moments as a curve of that many pixels can show. */
const mostMoments = 128;

/** Everything that a run has reported, for views that come and go: a snapshot to begin with, deltas after it. */
export class RunHistory {
  readonly #steps = new StepRecord();
  readonly #lives = new LiveRecord();
  readonly #listeners = new Set<() => void>();
  #epochs: readonly EpochResult[] = [];
  #live: LiveMetrics | undefined;
  #tested: TestedEpoch | undefined;
  #status: RunStatus;

  constructor({ id, title }: { readonly id: string; readonly title: string }) {
    this.#status = { id, title, state: 'starting', message: 'Starting the trainer…', start: undefined };
  }

  apply(event: RunEvent): void {
    this.#status = { ...this.#status, ...statusAfter(event) };
    if (event.type === 'steps') this.#addSteps(event);
    if (event.type === 'tested') this.#tested = event;
    if (event.type === 'epoch') this.#epochs = [...this.#epochs, event];
    const { start, stopsAfterEpoch } = this.#status;
    const message = eventMessage(event, start);
    this.#status = {
      ...this.#status,
      message: stopsAfterEpoch === true ? `${message} · stops after this epoch` : message,
    };
    this.#tell();
  }

  /** The run is over: why, in a sentence, stands behind what it reached; a failed run's sentence stands alone. */
  finish(state: RunState, reason: string): void {
    const reached = finalMessage(state, bestEpoch(this.#epochs));
    const message = state === 'failed' && reason !== '' ? reason : [reached, reason].filter(Boolean).join(' · ');
    this.#status = { ...this.#status, state, message, stopsAfterEpoch: undefined };
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

  /** The live metrics at a step, or where they were last measured before it. */
  liveAt(step: number): LiveMetrics | undefined {
    return this.#lives.at(step);
  }

  /** Moments from the first measured step to the newest, evenly spread: as many as make small curves. */
  pastLive(): readonly LiveMetrics[] {
    return this.#lives.some(mostMoments);
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
    if (event.live === undefined) return;
    this.#lives.add(event.live);
    this.#live = this.#lives.at(event.live.step); // as kept: a run that is opened again looks no different
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** What an event changes of a run's status, besides its message. */
function statusAfter(event: RunEvent): Partial<RunStatus> {
  if (event.type === 'start') return { state: 'running', start: event };
  if (event.type === 'learningRate') return { learningRate: event.learningRate };
  if (event.type === 'fault') return { fault: event };
  if (event.type !== 'orders') return {};
  return { state: event.paused ? 'paused' : 'running', stopsAfterEpoch: event.stopsAfterEpoch };
}
