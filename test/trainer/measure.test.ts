import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { isKind } from '../../src/model/layer';
import { outline } from '../../src/model/outline';
import type { Batch } from '../../src/trainer/data/assembleBatch';
import { seededRandom } from '../../src/trainer/data/random';
import { EagerNetwork } from '../../src/trainer/eager/eagerNetwork';
import { forward } from '../../src/trainer/eager/forward';
import { checkedStateDict, fromTorch, specsOf } from '../../src/trainer/eager/stateDict';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { initialValues } from '../../src/trainer/initialise';
import type { TensorMap } from '../../src/trainer/safetensors';
import type { StepMeasurements } from '../../src/trainer/trainableNetwork';
import { within } from './closeness';
import { fixtureBatch, openFixture, values, type Fixture } from './fixture';
import { existing, userError } from './tensorSamples';

const optimizer = { kind: 'sgd', momentum: 0.9, weightDecay: 5e-4 } as const;
const learningRate = 0.05;

const networkOf = ({ architecture, weights }: Fixture): EagerNetwork =>
  new EagerNetwork(architecture, { values: checkedStateDict(architecture, weights, 'fixture'), optimizer });

const norm = (numbers: ArrayLike<number>): number =>
  Math.sqrt(Array.from(numbers).reduce((sum, value) => sum + value ** 2, 0));

const rms = (numbers: ArrayLike<number>): number => norm(numbers) / Math.sqrt(numbers.length);

const relative = (found: number | undefined, expected: number): number =>
  Math.abs((found ?? Number.NaN) - expected) / expected;

async function measuredStep(network: EagerNetwork, batch: Batch): Promise<StepMeasurements> {
  return existing((await network.step(batch, { learningRate, measure: true })).live);
}

/** What a function makes of every layer's output in training mode, from a pass of its own. */
function ofOutputs(
  { architecture, weights }: Fixture,
  { images, count }: Batch,
  measure: (output: ArrayLike<number>) => number,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  tf.tidy(() => {
    const tensors = new Map(
      specsOf(architecture).map(({ name, shape }) => [name, fromTorch(values(weights, name), shape)]),
    );
    forward(architecture, tf.tensor4d(images, [count, 32, 32, 3]), {
      tensor: (name) => existing(tensors.get(name)),
      training: { onStatistics: ({ mean, variance }) => tf.dispose([mean, variance]), random: () => seededRandom(0) },
      onOutput: (layer, _, output) => found.set(layer.name, measure(output.dataSync())),
    });
  });
  return found;
}

const outputRms = (fixture: Fixture, batch: Batch): ReadonlyMap<string, number> => ofOutputs(fixture, batch, rms);

describe('what a step measures', function () {
  this.timeout(60_000);
  const fixture = openFixture('cifar-b');
  const batch = fixtureBatch(fixture, '');
  let network: EagerNetwork;
  before(() => startEngine('cpu', trainerFolders()));
  beforeEach(() => (network = networkOf(fixture)));
  afterEach(() => network.dispose());

  it('gradient norms are those of the gradients', async () => {
    const { gradients } = await network.gradients(batch);
    const { gradientNorm } = await measuredStep(network, batch);
    assert.equal(gradientNorm.length, gradients.size);
    network.rows.tensors.forEach((name, row) =>
      within(relative(gradientNorm[row], norm(existing(gradients.get(name)))), 1e-5, name),
    );
  });

  it('update ratios are ‖Δw‖/‖w‖, at the first step and with momentum', async () => {
    for (const which of ['', '1'] as const) {
      const before = await network.stateDict();
      const { updateRatio } = await measuredStep(network, fixtureBatch(fixture, which));
      const after = await network.stateDict();
      assert.equal(updateRatio.length, network.rows.tensors.length);
      network.rows.tensors.forEach((name, row) => {
        const [old, changed] = [values(before, name), values(after, name)];
        const ratio = norm(changed.map((value, index) => value - (old[index] ?? Number.NaN))) / norm(old);
        assert.ok(ratio > 0, name);
        within(relative(updateRatio[row], ratio), 1e-3, name);
      });
    }
  });

  it('a tensor that is all zeros has no update ratio, and one at the next step', async () => {
    const fresh = new EagerNetwork(fixture.architecture, { values: initialValues(fixture.architecture, 0), optimizer });
    const steps = [await measuredStep(fresh, batch), await measuredStep(fresh, batch)];
    fresh.dispose();
    const [first, second] = steps.map(({ updateRatio }) =>
      fresh.rows.tensors.filter((_, row) => Number.isNaN(updateRatio[row])),
    );
    const biases = fresh.rows.tensors.filter((name) => /(bn\d|downsample\.1)\.bias$/.test(name));
    assert.equal(biases.length, 9);
    assert.deepEqual(first, biases);
    assert.deepEqual(second, []);
  });

  it('block RMS is that of the two tensors which the addition adds', async () => {
    const outputs = outputRms(fixture, batch);
    const { branchRms, shortcutRms } = await measuredStep(network, batch);
    const blocks = [
      ['layer1.0', 'layer1.0.bn2', 'relu'],
      ['layer2.0', 'layer2.0.bn2', 'layer2.0.downsample.1'],
      ['layer3.0', 'layer3.0.bn2', 'layer3.0.downsample.1'],
    ] as const;
    assert.deepEqual(
      network.rows.blocks,
      blocks.map(([block]) => block),
    );
    assert.deepEqual([branchRms.length, shortcutRms.length], [3, 3]);
    blocks.forEach(([block, branch, shortcut], row) => {
      within(relative(branchRms[row], existing(outputs.get(branch))), 1e-5, `branch of ${block}`);
      within(relative(shortcutRms[row], existing(outputs.get(shortcut))), 1e-5, `shortcut of ${block}`);
    });
  });

  it('a plain network has no shortcuts to measure, but ends of blocks', async () => {
    const plain = openFixture('plain');
    const images = fixtureBatch(plain, '');
    const outputs = outputRms(plain, images);
    const other = networkOf(plain);
    const { branchRms, shortcutRms } = await measuredStep(other, images);
    other.dispose();
    const ends = outline(plain.architecture).stages.flatMap(({ blocks }) => blocks.map(({ branch }) => branch.at(-1)));
    assert.equal(branchRms.length, 5);
    ends.forEach((end, row) => within(relative(branchRms[row], existing(outputs.get(end ?? ''))), 1e-5, end ?? ''));
    assert.deepEqual(shortcutRms, new Float32Array(5).fill(Number.NaN));
  });

  it('zeros are counted after each ReLU, in the network’s order', async () => {
    const shares = ofOutputs(fixture, batch, (output) => {
      const numbers = Array.from(output);
      return numbers.filter((value) => value === 0).length / numbers.length;
    });
    const relus = fixture.architecture.layers.filter((layer) => isKind(layer, 'relu')).map(({ name }) => name);
    const { reluZeros } = await measuredStep(network, batch);
    assert.deepEqual(network.rows.relus, relus);
    assert.equal(relus.length, 7);
    assert.deepEqual(
      reluZeros,
      Float32Array.from(relus, (name) => existing(shares.get(name))),
    );
    assert.ok(reluZeros.every((share) => share > 0.1 && share < 0.9));
  });

  it('nothing is measured unasked, and measuring changes no result', async () => {
    const other = networkOf(fixture);
    const plain = await network.step(batch, { learningRate, measure: false });
    const measured = await other.step(batch, { learningRate, measure: true });
    assert.equal(plain.live, undefined);
    assert.deepEqual([measured.loss, measured.correct], [plain.loss, plain.correct]);
    assert.deepEqual(await other.stateDict(), await network.stateDict());
    other.dispose();
  });
});

describe('tensors that a network holds', function () {
  this.timeout(60_000);
  const fixture = openFixture('cifar-b');
  const batch = fixtureBatch(fixture, '');
  const spoilt: Batch = { ...batch, images: batch.images.map((value, index) => (index === 0 ? Number.NaN : value)) };
  const tensors = (): number => tf.memory().numTensors;
  before(() => startEngine('cpu', trainerFolders()));

  it('stay as many over steps, measured or not, over tests and over saves', async () => {
    const network = networkOf(fixture);
    await network.step(batch, { learningRate, measure: false }); // makes the optimiser's buffers
    const held = tensors();
    const uses: readonly (() => Promise<unknown>)[] = [
      () => network.step(batch, { learningRate, measure: true }),
      () => network.step(batch, { learningRate, measure: false }),
      () => network.step(fixtureBatch(fixture, '2'), { learningRate, measure: true }),
      () => network.logits(batch),
      () => network.gradients(batch),
      () => network.stateDict(),
      () => network.optimizerState(),
    ];
    for (const [index, use] of uses.entries()) {
      await use();
      assert.equal(tensors(), held, `use ${index}`);
    }
    network.dispose();
  });

  for (const measure of [false, true])
    it(`stay as many, and as they were, when a ${measure ? 'measured' : 'plain'} step’s loss is not finite`, async () => {
      const network = networkOf(fixture);
      await network.step(batch, { learningRate, measure });
      const [held, before] = [tensors(), await network.stateDict()];
      await assert.rejects(
        network.step(spoilt, { learningRate, measure }),
        userError(/loss became NaN/, /first layer whose statistics are not finite is "bn1"/),
      );
      assert.equal(tensors(), held);
      assert.deepEqual(await network.stateDict(), before);
      const { loss } = await network.step(batch, { learningRate, measure });
      assert.ok(Number.isFinite(loss));
      network.dispose();
    });

  it('are freed with it', async () => {
    const none = tensors();
    const network = networkOf(fixture);
    await network.step(batch, { learningRate, measure: true });
    const state: TensorMap = await network.stateDict();
    network.dispose();
    assert.equal(tensors(), none);
    assert.ok(state.size > 0);
  });
});
