import assert from 'node:assert/strict';
import type { Batch } from '../../src/trainer/data/assembleBatch';
import type { BatchesRequest } from '../../src/trainer/data/batchSource';
import { KeptBatches } from '../../src/trainer/data/keptBatches';
import { countedSplit } from './countedSplit';

const source = new KeptBatches({ train: countedSplit(5), test: countedSplit(3) });

async function all(request: BatchesRequest): Promise<readonly Batch[]> {
  const batches: Batch[] = [];
  for await (const batch of source.batches(request)) batches.push(batch);
  return batches;
}

describe('KeptBatches', () => {
  it('gives the places of images among those of all splits, and their labels', async () => {
    const train = await all({ split: 'train', batchSize: 2, order: Uint32Array.of(4, 0, 3) });
    assert.deepEqual(train.map(({ images }) => [...images]), [[4, 0], [3]]); // prettier-ignore
    const test = await all({ split: 'test', batchSize: 2, skip: 1 });
    assert.deepEqual(test.map(({ images, labels, count }) => [[...images], [...labels], count]), [[[7], [2], 1]]); // prettier-ignore
  });

  it('rejects what is not there, and when it is stopped', async () => {
    await assert.rejects(all({ split: 'other', batchSize: 2 }), /There is no split other/);
    await assert.rejects(all({ split: 'test', batchSize: 2, order: Uint32Array.of(3) }), /There is no image 3/);
    const signal = AbortSignal.abort(new Error('stopped'));
    await assert.rejects(all({ split: 'test', batchSize: 2, signal }), /stopped/);
  });
});
