import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { UserError } from '../../protocol/userError';
import { distFolder } from '../distFolder';
import { abortable } from './abortable';
import type { Batch } from './assembleBatch';
import { augmentationSlice, type Augmentation } from './augmentation';
import type { BatchReply, BatchRequest, BatchThreadData } from './batchMessages';
import type { Split } from './dataset';

/** Batches that are requested beyond the one being trained on. */
const ahead = 2;

/** Which batches to make. */
export interface BatchesRequest {
  readonly split: string;
  /** The images wanted, in their order; `undefined`: all, as they are stored. */
  readonly order?: Uint32Array | undefined;
  readonly batchSize: number;
  /** Batches at the order's beginning that are left out. */
  readonly skip?: number | undefined;
  /** Draws for the order's images, one each. */
  readonly augmentation?: Augmentation | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Waiting {
  readonly resolve: (batch: Batch) => void;
  readonly reject: (reason: Error) => void;
}

/** Makes batches in a thread of its own, so that the next ones are ready when a training step ends; `dispose` ends the thread. */
export class BatchAssembler {
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

  /** Yields the batches in order, the partial last one too; rejects with the signal's reason when it aborts, and when the thread dies. */
  async *batches(wanted: BatchesRequest): AsyncGenerator<Batch, void, undefined> {
    const { split, augmentation, signal } = wanted;
    const order = this.checkedOrder(split, wanted.order);
    const queue: Promise<Batch>[] = [];
    for (const { start, end } of slices(order.length, wanted)) {
      const draws = augmentation === undefined ? undefined : augmentationSlice(augmentation, { start, end });
      queue.push(this.request({ split, indices: order.slice(start, end), augmentation: draws }));
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

  private checkedOrder(name: string, order: Uint32Array | undefined): Uint32Array {
    const split = this.splits.get(name);
    if (split === undefined) throw new RangeError(`There is no split ${name}.`);
    if (order === undefined) return Uint32Array.from({ length: split.count }, (_, image) => image);
    const outside = order.find((image) => image >= split.count);
    if (outside !== undefined)
      throw new RangeError(`There is no image ${outside} among the ${split.count} of ${name}.`);
    return order;
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

interface Slice {
  readonly start: number;
  readonly end: number;
}

function* slices(
  length: number,
  { batchSize: size, skip = 0 }: Pick<BatchesRequest, 'batchSize' | 'skip'>,
): Generator<Slice, void, undefined> {
  if (!Number.isSafeInteger(size) || size < 1) throw new RangeError(`A batch can't have ${size} images.`);
  if (!Number.isSafeInteger(skip) || skip < 0) throw new RangeError(`There is no leaving out of ${skip} batches.`);
  for (let start = skip * size; start < length; start += size) yield { start, end: start + size };
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
