import assert from 'node:assert/strict';
import { elements } from '../../src/model/layer';
import { CompiledNetwork, type CompiledNetworkOptions } from '../../src/trainer/compiled/compiledNetwork';
import type { Batch } from '../../src/trainer/data/assembleBatch';
import { drawAugmentation } from '../../src/trainer/data/augmentation';
import { preparedImages, type InputOptions } from '../../src/trainer/data/preparedImages';
import { seededRandom } from '../../src/trainer/data/random';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { initialValues } from '../../src/trainer/initialise';
import { smallNetwork } from './smallNetworks';

const optimizer = { kind: 'sgd', momentum: 0.9, weightDecay: 0 } as const;
const how = { learningRate: 0.05, measure: false };
const input: InputOptions = {
  normalisation: { mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] },
  cropPadding: 2,
};

/** Images as they are stored. */
function storedBatch(count: number, seed: number): Batch {
  const random = seededRandom(seed);
  const images = Uint8Array.from({ length: count * elements(smallNetwork.input) }, () => random.below(256));
  const labels = Int32Array.from({ length: count }, () => random.below(smallNetwork.classes));
  return { images, labels, count };
}

function augmentedBatch(count: number, seed: number): Batch {
  const recipe = { randomCrop: input.cropPadding, randomHorizontalFlip: 0.5 };
  return { ...storedBatch(count, seed), augmentation: drawAugmentation({ count, seed, epoch: 1 }, recipe) };
}

/** The same batch as it comes before the first layer. */
function prepared({ augmentation, ...batch }: Batch): Batch {
  return { ...batch, images: preparedImages({ ...batch, augmentation }, smallNetwork.input, input) };
}

const open = (others: Partial<CompiledNetworkOptions>): Promise<CompiledNetwork> =>
  CompiledNetwork.open(smallNetwork, { values: initialValues(smallNetwork, 0), optimizer, input, ...others });

/** Losses, gradients, weights and logits are the same, to the last bit, as those on the batches when prepared before. */
async function sameAsPrepared(augmented: boolean, batches: readonly Batch[]): Promise<void> {
  const [network, twin] = [await open({ augmented }), await open({})];
  for (const batch of batches) {
    const ready = prepared(batch);
    assert.deepEqual(await network.gradients(batch), await twin.gradients(ready));
    assert.deepEqual(await network.step(batch, how), await twin.step(ready, how));
  }
  assert.deepEqual(await network.stateDict(), await twin.stateDict());
  const test = storedBatch(3, 9);
  assert.deepEqual(await network.logits(test), await twin.logits(prepared(test)));
  network.dispose();
  twin.dispose();
}

describe('stored images in a compiled network', function () {
  this.timeout(60_000);
  before(() => startEngine('tensorflow', trainerFolders()));

  it('are normalised as the trainer does', () => sameAsPrepared(false, [storedBatch(4, 1), storedBatch(2, 2)]));

  it('are cut and mirrored as the trainer does', () =>
    sameAsPrepared(true, [augmentedBatch(6, 3), augmentedBatch(9, 4)]));

  it('may come without draws where there is a place for them', () =>
    sameAsPrepared(true, [storedBatch(4, 5), augmentedBatch(4, 6)]));

  it('are only mirrored where nothing is cut', async () => {
    const uncut = { ...input, cropPadding: 0 };
    const [network, twin] = [await open({ augmented: true, input: uncut }), await open({ input: uncut })];
    const recipe = { randomCrop: 0, randomHorizontalFlip: 0.5 };
    const batch = { ...storedBatch(6, 7), augmentation: drawAugmentation({ count: 6, seed: 7, epoch: 1 }, recipe) };
    const ready: Batch = {
      ...batch,
      images: preparedImages(batch, smallNetwork.input, uncut),
      augmentation: undefined,
    };
    assert.deepEqual(await network.step(batch, how), await twin.step(ready, how));
    network.dispose();
    twin.dispose();
  });

  it('are others with their draws than without', async () => {
    const [network, twin] = [await open({ augmented: true }), await open({ augmented: true })];
    const batch = augmentedBatch(6, 8);
    const moved = await network.step(batch, how);
    const still = await twin.step({ ...batch, augmentation: undefined }, how);
    assert.notEqual(moved.loss, still.loss);
    network.dispose();
    twin.dispose();
  });
});
