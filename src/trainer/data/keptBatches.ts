import type { Batch } from './assembleBatch';
import { planBatches, type BatchesRequest, type BatchSource } from './batchSource';
import type { Split } from './dataset';

/** Images as they are stored. */
export type StoredImages = Pick<Split, 'count' | 'pixels'>;

/** Batches for a network that keeps the splits' images, one split after the other: of each image they bring its place alone. */
export class KeptBatches implements BatchSource {
  constructor(private readonly splits: Readonly<Record<string, Split>>) {}

  async *batches(wanted: BatchesRequest): AsyncGenerator<Batch, void, undefined> {
    const split = this.splits[wanted.split];
    const before = this.imagesBefore(wanted.split);
    for (const { indices, augmentation } of planBatches(wanted, split)) {
      wanted.signal?.throwIfAborted();
      const labels = Int32Array.from(indices, (image) => split?.labels[image] ?? 0);
      const images = Int32Array.from(indices, (image) => before + image);
      yield await Promise.resolve({ images, labels, count: indices.length, augmentation });
    }
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }

  private imagesBefore(name: string): number {
    const names = Object.keys(this.splits);
    return names.slice(0, names.indexOf(name)).reduce((sum, each) => sum + (this.splits[each]?.count ?? 0), 0);
  }
}
