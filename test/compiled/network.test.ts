import assert from 'node:assert/strict';
import { CompiledNetwork, type CompiledNetworkOptions } from '../../src/trainer/compiled/compiledNetwork';
import type { Architecture } from '../../src/model/layer';
import { preset } from '../../src/model/presets';
import type { Batch } from '../../src/trainer/data/assembleBatch';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { initialValues } from '../../src/trainer/initialise';
import type { TrainableNetwork } from '../../src/trainer/trainableNetwork';
import { relativeToLargest, within } from '../trainer/closeness';
import { existing, userError } from '../trainer/tensorSamples';
import { sameGradients, sameMeasurements, sameState } from './agreement';
import { withPair } from './networkPair';
import { randomBatch } from './randomBatch';
import { pixelNetwork, smallNetwork } from './smallNetworks';

const optimizer = { kind: 'sgd', momentum: 0.9, weightDecay: 5e-4 } as const;
const learningRate = 0.05;
const options: CompiledNetworkOptions = { values: initialValues(smallNetwork, 0), optimizer };
const batches = [5, 3, 7].map((count) => randomBatch(smallNetwork, count, count));

const open = (others: Partial<CompiledNetworkOptions> = {}): Promise<CompiledNetwork> =>
  CompiledNetwork.open(smallNetwork, { ...options, ...others });

async function losses(network: TrainableNetwork, measure: boolean): Promise<readonly number[]> {
  const found: number[] = [];
  for (const batch of batches) found.push((await network.step(batch, { learningRate, measure })).loss);
  return found;
}

async function stateOf(network: TrainableNetwork) {
  return { weights: await network.stateDict(), optimizer: await network.optimizerState() };
}

function near(found: readonly number[], expected: readonly number[]): void {
  assert.equal(found.length, expected.length);
  found.forEach((loss, index) => {
    const reference = expected[index] ?? Number.NaN;
    within(Math.abs(loss - reference) / reference, 1e-5, `loss ${index}`);
  });
}

describe('a compiled step', function () {
  this.timeout(60_000);
  before(() => startEngine('tensorflow', trainerFolders()));

  it('takes batches of any size', () =>
    withPair(smallNetwork, options, async ({ compiled, eager }) => {
      near(await losses(compiled, false), await losses(eager, false));
      await sameState({ compiled, eager }, 1e-5);
    }));

  it('changes nothing by being measured', async () => {
    const [plain, measured] = [await open(), await open()];
    assert.deepEqual(await losses(measured, true), await losses(plain, false));
    assert.deepEqual(await stateOf(measured), await stateOf(plain));
    const [batch] = batches as [Batch];
    assert.equal((await plain.step(batch, { learningRate, measure: false })).live, undefined);
    plain.dispose();
    measured.dispose();
  });

  it('shares nothing with another network of the same names', async () => {
    const [first, second] = [await open(), await open()];
    const before = await stateOf(second);
    const expected = await losses(first, false);
    assert.deepEqual(await stateOf(second), before);
    first.dispose();
    assert.deepEqual(await losses(second, false), expected);
    second.dispose();
  });

  it('smooths labels as the eager one', () =>
    withPair(smallNetwork, { ...options, labelSmoothing: 0.1 }, async (pair) => {
      for (const batch of batches) await sameGradients(pair, batch);
      near(await losses(pair.compiled, false), await losses(pair.eager, false));
    }));

  it('measures later steps as the eager one', () =>
    withPair(smallNetwork, options, async ({ compiled, eager }) => {
      for (const batch of batches) {
        const found = await compiled.step(batch, { learningRate, measure: true });
        const expected = await eager.step(batch, { learningRate, measure: true });
        assert.equal(found.correct, expected.correct);
        sameMeasurements(existing(found.live), existing(expected.live));
      }
    }));
});

describe('a compiled step whose loss is no number', function () {
  this.timeout(60_000);
  before(() => startEngine('tensorflow', trainerFolders()));
  const [good, next] = batches as [Batch, Batch];
  const spoilt: Batch = { ...good, images: good.images.map((value, index) => (index === 7 ? Number.NaN : value)) };

  for (const measure of [false, true])
    it(`names a layer and leaves ${measure ? 'measured ' : ''}all as it was`, async () => {
      const [network, twin] = [await open(), await open()];
      for (const each of [network, twin]) await each.step(good, { learningRate, measure });
      const before = await stateOf(network);
      await assert.rejects(
        network.step(spoilt, { learningRate, measure }),
        userError(/loss became NaN/, /first layer whose statistics are not finite is "bn1"/),
      );
      assert.deepEqual(await stateOf(network), before);
      const [after, undisturbed] = [await network.step(next, { learningRate, measure }), await twin.step(next, { learningRate, measure })]; // prettier-ignore
      assert.deepEqual(after, undisturbed);
      assert.deepEqual(await stateOf(network), await stateOf(twin));
      network.dispose();
      twin.dispose();
    });

  for (const name of ['resnet20-cifar', 'resnet18', 'plain18'])
    it(`is noticed as by the eager one in ${name}`, () => noticed(existing(preset(name, { input: [3, 32, 32], classes: 2 })))); // prettier-ignore

  it('is noticed as by the eager one in a small network', () => noticed(smallNetwork));
});

/** Both ways say the same of one pixel that is no number, and the compiled one's state stays free of it. */
async function noticed(architecture: Architecture): Promise<void> {
  const batch = randomBatch(architecture, 3, 1);
  const spoilt: Batch = { ...batch, images: batch.images.map((value, index) => (index === 7 ? Number.NaN : value)) };
  await withPair(architecture, { values: initialValues(architecture, 0), optimizer }, async ({ compiled, eager }) => {
    const before = await stateOf(compiled);
    for (const network of [eager, compiled])
      await assert.rejects(
        network.step(spoilt, { learningRate, measure: false }),
        userError(/^the loss became NaN and the first layer whose statistics are not finite is "bn1";/),
      );
    assert.deepEqual(await stateOf(compiled), before);
  });
}

describe('a single image', function () {
  this.timeout(60_000);
  before(() => startEngine('tensorflow', trainerFolders()));

  it('is refused before a batch norm that sees one pixel of it, as by the eager one', async () => {
    const values = initialValues(pixelNetwork, 0);
    await withPair(pixelNetwork, { values, optimizer }, async ({ compiled, eager }) => {
      const single = randomBatch(pixelNetwork, 1, 0);
      const before = await stateOf(compiled);
      const refusal = userError(/more than 1 value per channel when training, but batch normalisation got 1×8×1×1:/);
      for (const network of [compiled, eager])
        await assert.rejects(network.step(single, { learningRate, measure: false }), refusal);
      assert.deepEqual(await stateOf(compiled), before);
      within(relativeToLargest(await compiled.logits(single), await eager.logits(single)), 1e-4, 'logits');
    });
  });

  it('is taken where all batch norms see more', () =>
    withPair(smallNetwork, options, async ({ compiled, eager }) => {
      const single = randomBatch(smallNetwork, 1, 0);
      const how = { learningRate, measure: false };
      near([(await compiled.step(single, how)).loss], [(await eager.step(single, how)).loss]);
    }));
});
