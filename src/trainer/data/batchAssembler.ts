import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { UserError } from '../../protocol/userError';
import { distFolder } from '../distFolder';
import { abortable } from './abortable';
import type { Batch } from './assembleBatch';
import type { BatchReply, BatchRequest, BatchThreadData } from './batchMessages';
import { planBatches, type BatchesRequest, type BatchSource } from './batchSource';
import type { Split } from './dataset';

/** Batches that are requested beyond the one being trained on. */
const ahead = 2;

interface Waiting {
  readonly resolve: (batch: Batch) => void;
  readonly reject: (reason: Error) => void;
}

/** Makes batches in a thread of its own, so that the next ones are ready when a training step ends; `dispose` ends the thread. */
export class BatchAssembler implements BatchSource {
  private readonly worker: Worker;
  private readonly splits: ReadonlyMap<string, Split>;
  private readonly waiting = new Map<number, Waiting>();
  private requests = 0;
  private stopped: Error | undefined;

  constructor({ splits }: BatchThreadData) {
    this.splits = new Map(Object.entries(splits).map(([name, split]) => [name, shareSplit(split)]));
    const workerData: BatchThreadData = { splits: Object.fromEntries(this.splits) };
    this.worker = new Worker(path.join(distFolder(), 'batchThread.cjs'), { workerData });
    this.worker.on('message', (reply: BatchReply) => this.settle(reply));
    this.worker.on('messageerror', (error) => this.stop(died(error.message)));
    this.worker.on('error', (error) => this.stop(died(error.message)));
    this.worker.on('exit', (code) => this.stop(died(`exit code ${code}`)));
    this.worker.unref();
  }

  /** As a source of batches; it also rejects when the thread dies. */
  async *batches(wanted: BatchesRequest): AsyncGenerator<Batch, void, undefined> {
    const { split, signal } = wanted;
    const queue: Promise<Batch>[] = [];
    for (const plan of planBatches(wanted, this.splits.get(split))) {
      queue.push(this.request({ split, ...plan }));
      const first = queue.length > ahead ? queue.shift() : undefined;
      if (first !== undefined) yield await abortable(first, signal);
    }
    for (const batch of queue) yield await abortable(batch, signal);
  }

  /** Ends the thread; batches that are still awaited reject. */
  async dispose(): Promise<void> {
    this.stop(new Error('The thread that prepares the batches was ended.'));
    await this.worker.terminate();
  }

  private request(wanted: Omit<BatchRequest, 'id'>): Promise<Batch> {
    if (this.stopped !== undefined) return Promise.reject(this.stopped);
    const reply = new Promise<Batch>((resolve, reject) => {
      const request: BatchRequest = { id: this.requests++, ...wanted };
      this.waiting.set(request.id, { resolve, reject });
      this.worker.ref(); // the process stays for a batch that is awaited, and only then
      this.worker.postMessage(request);
    });
    reply.catch(() => undefined); // a batch requested ahead may never be awaited
    return reply;
  }

  private settle({ id, batch }: BatchReply): void {
    this.waiting.get(id)?.resolve(batch);
    this.waiting.delete(id);
    if (this.waiting.size === 0) this.worker.unref();
  }

  /** The first reason stays: a thread that fails also exits. */
  private stop(reason: Error): void {
    this.stopped ??= reason;
    for (const { reject } of this.waiting.values()) reject(this.stopped);
    this.waiting.clear();
  }
}

function died(reason: string): UserError {
  const [line] = reason.split('\n', 1);
  return new UserError(`The thread that prepares the batches stopped (${line}); start the training again.`);
}

function shareSplit({ count, labels, pixels }: Split): Split {
  return { count, labels: shared(labels), pixels: shared(pixels) };
}

/** The same bytes in memory that threads share: themselves where they lie in it, else one copy. */
function shared(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}
