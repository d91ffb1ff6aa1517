import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { preset } from '../../src/model/presets';
import { useGroupedKernels } from '../../src/trainer/compiled/groupedKernels';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { existing } from '../trainer/tensorSamples';
import { smallNetwork } from './smallNetworks';

describe('the engine’s kernels of grouped convolutions', () => {
  before(() => startEngine('tensorflow', trainerFolders()));

  it('are used where there are groups and oneDNN has their gradients, which leaves nothing behind', async () => {
    const { node } = await import('@tensorflow/tfjs-node-gpu');
    const held = (): readonly number[] => [tf.memory().numTensors, node.getNumOfSavedModels()];
    const before = held();
    assert.equal(await useGroupedKernels(smallNetwork), false);
    assert.equal(await useGroupedKernels(existing(preset('resnext50_32x4d'))), process.arch === 'x64');
    assert.deepEqual(held(), before);
  });
});
