import { open, type FileHandle } from 'node:fs/promises';
import type { RunEvent, TrainOptions } from '../protocol/run';
import { UserError } from '../protocol/userError';
import type { RunState } from '../protocol/viewContract';
import { codeOf, diskFault } from './diskFault';
import { makeFolder } from './makeFolder';
import { formatEvents } from './metricsLog';
import { exists, runFiles, type RunFiles } from './runFiles';
import type { RunRecord } from './runRecord';
import { writeAtomically } from './writeAtomically';

/** What a run is known by. */
export interface RunAbout {
  readonly id: string;
  readonly title: string;
  readonly options: TrainOptions;
}

/** How a run ended. */
export interface RunEnd {
  readonly state: Exclude<RunState, 'starting' | 'running'>;
  readonly reason?: string | undefined;
}

/** Longest time for which a written line may not have reached the disk, in ms. */
const syncEvery = 2_000;

/** Makes a run's folder; refuses one that can't be written or holds a run already. */
export async function createRun(folder: string, { id, title, options }: RunAbout): Promise<RunStore> {
  const files = runFiles(folder);
  try {
    await makeFolder(folder);
    if (await exists(files.record))
      throw new UserError(`${folder} holds a run already; choose another folder, or remove that run.`, 'usage');
    const created = new Date().toISOString();
    const record: RunRecord = {
      ...{ format: 1, id, title, options, state: 'starting', epochs: [], created, writer: process.pid },
    };
    await writeRecord(files.record, record);
    return new RunStore(folder, { files, metrics: await open(files.metrics, 'a'), record });
  } catch (error) {
    throw diskFault(folder, error);
  }
}

/** A run's folder while the run goes on. Writes are queued in order; the first that fails fails all later ones. */
export class RunStore {
  readonly files: RunFiles;
  readonly #metrics: FileHandle;
  #record: RunRecord;
  #queue: Promise<void> = Promise.resolve();
  #syncTimer: NodeJS.Timeout | undefined;

  constructor(
    readonly folder: string,
    opened: { readonly files: RunFiles; readonly metrics: FileHandle; readonly record: RunRecord },
  ) {
    this.files = opened.files;
    this.#metrics = opened.metrics;
    this.#record = opened.record;
  }

  get record(): RunRecord {
    return this.#record;
  }

  /** Keeps an event; rejects with a sentence once the folder can't be written. */
  append(event: RunEvent): Promise<void> {
    const before = this.#record;
    this.#record = withEvent(before, event);
    const lines = formatEvents(event);
    if (lines !== '') void this.#enqueue(async () => this.#metrics.appendFile(lines));
    if (this.#record === before) {
      this.#syncSoon();
      return this.#queue;
    }
    void this.#enqueue(() => this.#sync());
    return this.save();
  }

  /** Settles when everything kept so far is written. */
  flushed(): Promise<void> {
    return this.#queue;
  }

  /** Writes how the run ended and closes the folder; to be called once, in every case. */
  async finish({ state, reason }: RunEnd): Promise<void> {
    clearTimeout(this.#syncTimer);
    this.#record = { ...this.#record, state, reason, finished: new Date().toISOString() };
    const metrics = this.#enqueue(() => this.#sync());
    const closed = metrics.catch(ignored).then(() => this.#metrics.close());
    this.#queue = closed; // even where the metrics could not be written, how it ended may still fit
    await this.save();
    await metrics;
  }

  /** Writes `run.json` as it stands. */
  save(): Promise<void> {
    return this.#enqueue(() => writeRecord(this.files.record, this.#record));
  }

  #enqueue(write: () => Promise<void>): Promise<void> {
    const next = this.#queue.then(write).catch((error: unknown) => {
      throw diskFault(this.folder, error);
    });
    next.catch(ignored);
    this.#queue = next;
    return next;
  }

  #syncSoon(): void {
    this.#syncTimer ??= setTimeout(() => {
      this.#syncTimer = undefined;
      void this.#enqueue(() => this.#sync());
    }, syncEvery);
  }

  async #sync(): Promise<void> {
    await this.#metrics.datasync().catch((error: unknown) => {
      // A pipe or device in the place of the file can't be synced, and need not be.
      if (codeOf(error) !== 'EINVAL') throw error;
    });
  }
}

function writeRecord(file: string, record: RunRecord): Promise<void> {
  return writeAtomically(file, `${JSON.stringify(record, null, 2)}\n`);
}

function withEvent(record: RunRecord, event: RunEvent): RunRecord {
  if (event.type === 'start') return { ...record, start: event, state: 'running' };
  return event.type === 'epoch' ? { ...record, epochs: [...record.epochs, event] } : record;
}

/** Failures of queued writes are reported by the promise that the caller holds. */
function ignored(): void {
  return undefined;
}
