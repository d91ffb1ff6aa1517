import type { Batch } from './assembleBatch';
import type { Augmentation } from './augmentation';
import type { Split } from './dataset';

/** What the batch thread is started with; the splits' arrays lie in shared memory. */
export interface BatchThreadData {
  readonly splits: Readonly<Record<string, Split>>;
}

/** Asks the thread for the batch of these images. */
export interface BatchRequest {
  readonly id: number;
  readonly split: string;
  readonly indices: Uint32Array;
  readonly augmentation: Augmentation | undefined;
}

/** The answer to the request of the same id; its images and labels are transferred. */
export interface BatchReply {
  readonly id: number;
  readonly batch: Batch;
}
