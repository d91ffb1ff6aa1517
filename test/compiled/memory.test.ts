import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { CompiledNetwork } from '../../src/trainer/compiled/compiledNetwork';
import type { Batch } from '../../src/trainer/data/assembleBatch';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { initialValues } from '../../src/trainer/initialise';
import { temporaryFolder } from '../data/temporaryFolder';
import { randomBatch } from './randomBatch';
import { pixelNetwork } from './smallNetworks';

const options = {
  values: initialValues(pixelNetwork, 0),
  optimizer: { kind: 'adam', momentum: 0, weightDecay: 0.01 },
} as const;
const batch = randomBatch(pixelNetwork, 4, 1);
const spoilt: Batch = { ...batch, images: batch.images.map(() => Number.NaN) };
const single = randomBatch(pixelNetwork, 1, 1);
const mislabelled: Batch = { ...batch, labels: batch.labels.map(() => 99) };
const learningRate = 0.01;

const tensors = (): number => tf.memory().numTensors;

async function sessions(): Promise<number> {
  const { node } = await import('@tensorflow/tfjs-node-gpu');
  return node.getNumOfSavedModels();
}

describe('what a compiled network holds', function () {
  this.timeout(60_000);
  before(() => startEngine('tensorflow', trainerFolders()));

  it('stays as much over steps, tests, saves and failures', async () => {
    const none = tensors();
    const network = await CompiledNetwork.open(pixelNetwork, options);
    const state = await network.optimizerState();
    const step = (images: Batch, measure: boolean) => () => network.step(images, { learningRate, measure });
    const uses: Readonly<Record<string, () => Promise<unknown>>> = {
      step: step(batch, false),
      'measured step': step(batch, true),
      score: () => network.score(batch),
      logits: () => network.logits(batch),
      gradients: () => network.gradients(batch),
      weights: () => network.stateDict(),
      'optimizer’s state': () => network.optimizerState(),
      'loss that is no number': () => assert.rejects(step(spoilt, false)),
      'measured loss that is no number': () => assert.rejects(step(spoilt, true)),
      'single image': () => assert.rejects(step(single, false)),
      'refusal while running': () => assert.rejects(step(mislabelled, false)),
      'network that lacks a value': () => {
        const values = new Map([...options.values].filter(([name]) => name !== 'fc.bias'));
        return assert.rejects(CompiledNetwork.open(pixelNetwork, { ...options, values }));
      },
      'state that does not fit': () => {
        const bent = new Map([...state].filter(([name]) => name !== 'exp_avg_sq.fc.bias'));
        return assert.rejects(CompiledNetwork.open(pixelNetwork, { ...options, optimizerState: bent }));
      },
    };
    for (const [what, use] of Object.entries(uses)) {
      await use();
      assert.equal(tensors(), none, what);
    }
    network.dispose();
    assert.equal(tensors(), none);
  });
});

describe('what a compiled network leaves', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const { TMPDIR } = process.env;
  before(() => startEngine('tensorflow', trainerFolders()));
  beforeEach(() => (process.env['TMPDIR'] = folder.path));
  afterEach(() => {
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
  });

  it('is nothing after it was disposed of, and no file before', async () => {
    const before = await sessions();
    const network = await CompiledNetwork.open(pixelNetwork, options);
    assert.deepEqual(await readdir(folder.path), []);
    await network.step(batch, { learningRate, measure: true });
    assert.equal(await sessions(), before + 1);
    network.dispose();
    assert.equal(await sessions(), before);
  });

  it('is nothing where it could not be opened', async () => {
    const before = await sessions();
    await assert.rejects(CompiledNetwork.open(pixelNetwork, { ...options, values: new Map() }), RangeError);
    assert.equal(await sessions(), before);
    assert.deepEqual(await readdir(folder.path), []);
  });
});
