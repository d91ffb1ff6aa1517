import { parentPort, workerData } from 'node:worker_threads';
import { assembleBatch } from './assembleBatch';
import type { BatchReply, BatchRequest, BatchThreadData } from './batchMessages';

// The two ends are built together and only BatchAssembler starts this file, so the messages are of these types.
const { splits } = workerData as BatchThreadData;

parentPort?.on('message', ({ id, split, indices, augmentation }: BatchRequest) => {
  const source = splits[split];
  if (source === undefined) throw new RangeError(`There is no split ${split}.`);
  const batch = assembleBatch(source, indices);
  const reply: BatchReply = { id, batch: { ...batch, augmentation } };
  parentPort?.postMessage(reply, [batch.images.buffer, batch.labels.buffer]);
});
