import { createWriteStream, type WriteStream } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import type { RunEvent, RunStart } from '../../protocol/run';
import { eventRecord } from './eventRecord';
import { blockRows, runScalars, type BlockRows } from './runScalars';

/** TensorBoard's file of a run, beside its metrics: begun with the run's start and written in the background while it trains. */
export class EventFile {
  #stream: WriteStream | undefined;
  #blocks: readonly BlockRows[] = [];

  /** @param onFault is given what the file system says where the file can't be written */
  constructor(
    private readonly folder: string,
    private readonly onFault: (error: unknown) => void,
  ) {}

  /** Makes the file; what is appended before is left out. */
  begin(start: RunStart): void {
    this.#blocks = blockRows(start);
    this.#stream ??= this.#open();
  }

  append(event: RunEvent): void {
    const wallTime = Date.now() / 1000;
    for (const { step, scalars } of runScalars(event, this.#blocks)) {
      const value = Object.entries(scalars).map(([tag, simpleValue]) => ({ tag, simpleValue }));
      this.#write(eventRecord({ wallTime, step, summary: { value } }));
    }
  }

  /** Settles when everything is written, or can't be. */
  async close(): Promise<void> {
    const stream = this.#stream;
    if (stream === undefined || stream.destroyed) return;
    stream.end();
    await finished(stream).catch(() => undefined); // `onFault` has been told
  }

  #open(): WriteStream {
    const now = Date.now() / 1000;
    const name = `events.out.tfevents.${Math.floor(now)}.${hostname()}.${process.pid}`;
    const stream = createWriteStream(path.join(this.folder, name), { flags: 'a' });
    stream.on('error', this.onFault);
    stream.write(eventRecord({ wallTime: now, fileVersion: 'brain.Event:2' }));
    return stream;
  }

  #write(record: Uint8Array): void {
    if (this.#stream?.destroyed === false) this.#stream.write(record);
  }
}
