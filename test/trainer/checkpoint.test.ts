import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freshProgress, readCheckpoint, writeCheckpoint } from '../../src/trainer/checkpoint';
import { exampleOptions } from '../client/exampleRun';

describe('a checkpoint', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'checkpoint-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('keeps an epoch whose test loss was not finite', async () => {
    const file = path.join(folder, 'checkpoint.safetensors');
    const epoch = { epoch: 1, step: 4, trainLoss: 0.5, trainAccuracy: 0.75, testAccuracy: 0.5, seconds: 1.5 };
    const progress = { ...freshProgress, epoch: 2, steps: 4, epochs: [{ ...epoch, testLoss: Number.NaN }] };
    await writeCheckpoint(file, { progress, state: new Map(), optimizer: new Map() }, exampleOptions);
    const read = await readCheckpoint(file, exampleOptions);
    assert.deepEqual(read.progress, progress);
  });
});
