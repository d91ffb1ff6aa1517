import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { UserError } from '../../protocol/userError';
import { distFolder } from '../distFolder';
import { abortable } from './abortable';
import type { Batch, Normalisation } from './assembleBatch';
import type { BatchReply, BatchRequest, BatchThreadData } from './batchMessages';
import type { Split } from './dataset';

/** Batches that are requested beyond the one being trained on. */
const ahead = 2;

/** Which batches to make. */
export interface BatchesRequest {
  readonly split: string;
  /** The images in the order wanted; without it the stored order. */
  readonly order?: Uint32Array | undefined;
  readonly batchSize: number;
  readonly signal?: AbortSignal;
}

interface Waiting {
  resolve(batch: Batch): void;
  reject(reason: Error): void;
}

/** Makes batches in a thread of its own, so that the next ones are ready when a training step ends; `dispose` ends the thread. */
export class BatchAssembler {
  private readonly worker: Worker;
  private readonly splits: Readonly<Record<string, Split>>;
  private readonly waiting = new Map<number, Waiting>();
  private requests = 0;
  private stopped: Error | undefined;

  constructor({ splits, normalisation }: BatchThreadData) {
    this.splits = Object.fromEntries(Object.entries(splits).map(([name, split]) => [name, shareSplit(split)]));
    const workerData: BatchThreadData = { splits: this.splits, normalisation };
    this.worker = new Worker(path.join(distFolder(), 'batchThread.cjs'), { workerData });
    this.worker.on('message', (reply: BatchReply) => this.settle(reply));
    this.worker.on('messageerror', (error) => this.stop(died(error.message)));
    this.worker.on('error', (error) => this.stop(died(error.message)));
    this.worker.on('exit', (code) => this.stop(died(`exit code ${code}`)));
    this.worker.unref();
  }

  /** Yields the batches in order, the partial last one included; rejects when the signal aborts (with its reason) or the thread dies. */
  async *batches({ split, order, batchSize, signal }: BatchesRequest): AsyncGenerator<Batch, void, undefined> {
    const queue: Promise<Batch>[] = [];
    for (const indices of slices(this.orderOf(split, order), batchSize)) {
      signal?.throwIfAborted();
      queue.push(this.request(split, indices));
      if (queue.length > ahead) yield await abortable(queue.splice(0, 1), signal);
    }
    for (const batch of queue) yield await abortable(batch, signal);
  }

  /** Ends the thread; batches that are still awaited reject. */
  async dispose(): Promise<void> {
    this.stop(new Error('The batch thread was ended.'));
    await this.worker.terminate();
  }
}
