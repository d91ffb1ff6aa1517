import { parentPort, workerData } from 'node:worker_threads';
import { assembleBatch, pixelTables } from './assembleBatch';
import type { BatchReply, BatchRequest, BatchThreadData } from './batchMessages';

// The two ends are built together and only BatchAssembler starts this file, so the messages are of these types.
const { splits, normalisation } = workerData as BatchThreadData;
const tables = pixelTables(normalisation);

parentPort?.on('message', ({ id, split, indices }: BatchRequest) => {
  const source = splits[split];
  if (source === undefined) throw new RangeError(`There is no split ${split}.`);
  const batch = assembleBatch(source, indices, tables);
  const reply: BatchReply = { id, batch };
  parentPort?.postMessage(reply, [batch.images.buffer, batch.labels.buffer]);
});
