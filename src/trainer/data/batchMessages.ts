import type { Batch, Normalisation } from './assembleBatch';
import type { Split } from './dataset';

/** What the batch thread is started with; the splits' arrays lie in shared memory. */
export interface BatchThreadData {
  readonly splits: Readonly<Record<string, Split>>;
  readonly normalisation: Normalisation;
}

/** Asks the thread for the batch of these images. */
export interface BatchRequest {
  readonly id: number;
  readonly split: string;
  readonly indices: Uint32Array;
}

/** The answer to the request of the same id; its arrays are transferred. */
export interface BatchReply {
  readonly id: number;
  readonly batch: Batch;
}
