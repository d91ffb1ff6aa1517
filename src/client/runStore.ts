import { open, readFile, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { optionsFile } from '../protocol/networkFile/optionsFile';
import type { RunEvent, TrainOptions } from '../protocol/run';
import { UserError } from '../protocol/userError';
import type { RunState } from '../protocol/viewContract';
import { codeOf, diskFault } from './diskFault';
import { makeFolder } from './makeFolder';
import { formatEvents } from './metricsLog';
import { processStart } from './processStart';
import { exists, runFiles, type RunFiles } from './runFiles';
import { parseRunRecord, type RunRecord } from './runRecord';
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
    if ((await exists(files.record)) && !(await neverBegan(files)))
      throw new UserError(`${folder} holds a run already; choose another folder, or remove that run.`, 'usage');
    const created = new Date().toISOString();
    const record: RunRecord = {
      ...{ format: 1, id, title, options, state: 'starting', epochs: [], created },
      ...{ writer: process.pid, writerStart: processStart(process.pid) },
    };
    await writeRecord(files.record, record);
    await writeNetworkFile(files.networkFile, record);
    return new RunStore(folder, { files, metrics: await open(files.metrics, 'a'), record });
  } catch (error) {
    throw diskFault(folder, error);
  }
}

/** A run that failed before its first step (a name mistyped, say) holds nothing, and doesn't stand in the way of the next. */
async function neverBegan({ record, metrics }: RunFiles): Promise<boolean> {
  const found = parseRunRecord(await readFile(record, 'utf8').catch(() => ''));
  if (typeof found === 'string' || found.state !== 'failed' || found.start !== undefined) return false;
  return stat(metrics).then(
    ({ size }) => size === 0,
    () => true,
  );
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
    if (event.type === 'start') void this.#enqueue(() => writeNetworkFile(this.files.networkFile, this.#record));
    return this.save();
  }

  /** Settles when everything kept so far is written. */
  flushed(): Promise<void> {
    return this.#queue;
  }

  /** Writes how the run ended and closes the folder; to be called once, in every case. A run whose metrics can't be kept has failed. */
  async finish(end: RunEnd): Promise<void> {
    clearTimeout(this.#syncTimer);
    const fault = await this.#enqueue(() => this.#sync()).then(ignored, (error: unknown) =>
      diskFault(this.folder, error),
    );
    const { state, reason }: RunEnd =
      fault === undefined || end.state === 'failed' ? end : { state: 'failed', reason: fault.message };
    this.#record = { ...this.#record, state, reason, finished: new Date().toISOString() };
    this.#queue = this.#metrics.close(); // even where the metrics could not be written, how it ended may still fit
    await this.save();
    if (fault !== undefined) throw fault;
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

function writeNetworkFile(file: string, { options, start }: RunRecord): Promise<void> {
  const { weights } = options;
  const absolute = weights === undefined ? options : { ...options, weights: path.resolve(weights) };
  return writeAtomically(file, `${JSON.stringify(optionsFile(absolute, start), null, 2)}\n`);
}

function withEvent(record: RunRecord, event: RunEvent): RunRecord {
  if (event.type === 'start') return { ...record, start: event, state: 'running' };
  return event.type === 'epoch' ? { ...record, epochs: [...record.epochs, event] } : record;
}

/** Failures of queued writes are reported by the promise that the caller holds. */
function ignored(): void {
  return undefined;
}
