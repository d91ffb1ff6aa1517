import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import type { EngineName } from '../../src/protocol/engine';
import { seededRandom } from '../../src/trainer/data/random';
import { dropout, stochasticDepth } from '../../src/trainer/eager/dropout';
import { EagerNetwork, type EagerNetworkOptions } from '../../src/trainer/eager/eagerNetwork';
import { layerRandom } from '../../src/trainer/eager/layerRandom';
import { checkedStateDict, countersOf, counterName } from '../../src/trainer/eager/stateDict';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { initialValues } from '../../src/trainer/initialise';
import { within } from './closeness';
import { everyKind, sidedBatch } from './everyKind';

const architecture = everyKind();
const start = initialValues(architecture, 0);
const optimizer = { kind: 'adam', momentum: 0, weightDecay: 0 } as const;
const batch = sidedBatch(16, 1);
const stepOptions = { learningRate: 0.01, measure: false };

function networkOf(options: Partial<EagerNetworkOptions> = {}): EagerNetwork {
  return new EagerNetwork(architecture, { values: start, optimizer, ...options });
}

async function losses(network: EagerNetwork, steps: number): Promise<number[]> {
  const found: number[] = [];
  for (let step = 0; step < steps; step++) found.push((await network.step(batch, stepOptions)).loss);
  return found;
}

/** What a layer makes of ones, and the slopes of its sum. */
function ofOnes(count: number, drop: (x: tf.Tensor) => tf.Tensor): Float32Array {
  return tf.tidy(() => {
    const ones = tf.ones([count]);
    const slopes = tf
      .grad((x) => drop(x))(ones)
      .dataSync();
    const values = new Float32Array(drop(ones).dataSync());
    assert.deepEqual(new Float32Array(slopes), values);
    return values;
  });
}

for (const engine of ['tensorflow', 'wasm', 'cpu'] as const satisfies readonly EngineName[])
  describe(`dropping in training on ${engine}`, function () {
    this.timeout(60_000);
    before(() => startEngine(engine, trainerFolders()));

    for (const p of [0, 0.1, 0.5, 0.8])
      it(`dropout of ${p} leaves its share, and divides it by ${1 - p}`, () => {
        const values = ofOnes(20_000, (x) => dropout(x, p, seededRandom(1)));
        const zeros = values.filter((value) => value === 0).length;
        within(Math.abs(zeros / values.length - p), 4 * Math.sqrt((p * (1 - p)) / values.length), 'share of zeros');
        const kept = new Set(values.filter((value) => value !== 0));
        assert.deepEqual([...kept], [Math.fround(1 / (1 - p))]);
      });

    it('dropout of 1 leaves nothing', () =>
      assert.ok(ofOnes(100, (x) => dropout(x, 1, seededRandom(1))).every((value) => value === 0)));

    it('stochastic depth keeps whole batches at its rate over steps, divided by it', () => {
      const survival = 0.8;
      const count = 1000;
      const first = Array.from({ length: count }, (_, step) => {
        const random = (): ReturnType<typeof layerRandom> => layerRandom(3, { step, layer: 10 });
        const values = new Set(ofOnes(5, (x) => stochasticDepth(x, survival, random())));
        assert.equal(values.size, 1, 'one draw a batch');
        return [...values][0] ?? Number.NaN;
      });
      assert.deepEqual(new Set(first), new Set([0, Math.fround(1 / survival)]));
      const share = first.filter((value) => value !== 0).length / count;
      within(Math.abs(share - survival), 4 * Math.sqrt((survival * (1 - survival)) / count), 'share of steps');
    });
  });

describe('what layers draw', () => {
  const drawn = (seed: number, step: number, layer: number): string => {
    const { uint32 } = layerRandom(seed, { step, layer });
    return [uint32(), uint32(), uint32()].join();
  };

  it('is another thing for each seed, step and layer, and the same for the same', () => {
    const indices = [0, 1, 2, 1000, 65_535];
    const all = indices.flatMap((seed) => indices.flatMap((step) => indices.map((at) => drawn(seed, step, at))));
    assert.equal(new Set(all).size, all.length);
    assert.equal(drawn(4, 5, 6), drawn(4, 5, 6));
  });

  it('is not what weights, shuffles and augmentation draw', () => {
    const { uint32 } = seededRandom(4);
    assert.notEqual(drawn(4, 0, 0), [uint32(), uint32(), uint32()].join());
    assert.notEqual(drawn(4, 2 ** 36, 0), drawn(4, 2 ** 36, 1), 'exact after very many steps');
  });
});

describe('a network with a layer of every kind', function () {
  this.timeout(60_000);
  before(() => startEngine('cpu', trainerFolders()));

  it('draws alike in the same step of the same seed, otherwise in another', async () => {
    const gradientsAt = async (seed: number | undefined, steps: number): Promise<number> => {
      const network = networkOf({ seed });
      for (let step = 0; step < steps; step++) await network.step(batch, { learningRate: 0, measure: false });
      const [first, second] = [await network.gradients(batch), await network.gradients(batch)];
      network.dispose();
      assert.deepEqual(first, second);
      return first.loss;
    };
    const found = [await gradientsAt(0, 0), await gradientsAt(1, 0), await gradientsAt(0, 1), await gradientsAt(0, 2)];
    assert.equal(new Set(found).size, found.length);
    assert.equal(await gradientsAt(undefined, 0), found[0]);
    assert.equal(await gradientsAt(1, 0), found[1]);
  });

  it('drops nothing in evaluation', async () => {
    const [one, other] = [networkOf({ seed: 1 }), networkOf({ seed: 2 })];
    const logits = await one.logits(batch);
    assert.deepEqual(await one.logits(batch), logits);
    assert.deepEqual(await other.logits(batch), logits);
    const undropped = { ...architecture, layers: architecture.layers.map((layer) => layer.kind === 'dropout' || layer.kind === 'stochasticDepth' ? { ...layer, kind: 'scale' as const, attributes: { factor: 1 } } : layer) }; // prettier-ignore
    const plain = new EagerNetwork(undropped, { values: start, optimizer });
    assert.deepEqual(await plain.logits(batch), logits);
    for (const network of [one, other, plain]) network.dispose();
  });

  it('goes on bit for bit from what was saved', async () => {
    const whole = networkOf({ seed: 7 });
    const expected = await losses(whole, 5);
    const first = networkOf({ seed: 7 });
    const early = await losses(first, 2);
    const [state, optimizerState] = [await first.stateDict(), await first.optimizerState()];
    const second = networkOf({
      seed: 7,
      values: checkedStateDict(architecture, state, 'saved'),
      batchesSeen: new Map(countersOf(architecture).map((layer) => [counterName(layer), 2])),
      optimizerState,
    });
    const late = await losses(second, 3);
    assert.deepEqual([...early, ...late], expected);
    assert.deepEqual(await second.stateDict(), await whole.stateDict());
    for (const network of [whole, first, second]) network.dispose();
  });

  for (const measure of [false, true])
    it(`learns, and leaves no tensor behind${measure ? ', measured' : ''}`, async () => {
      const none = tf.memory().numTensors;
      const network = networkOf();
      const lossOf = async (): Promise<number> => (await network.score(batch)).lossSum;
      await network.step(batch, { learningRate: 0.01, measure });
      const [held, before] = [tf.memory().numTensors, await lossOf()];
      for (let step = 0; step < 40; step++) await network.step(batch, { learningRate: 0.01, measure });
      assert.equal(tf.memory().numTensors, held);
      within((await lossOf()) / before, 0.2, 'loss over the first one');
      network.dispose();
      assert.equal(tf.memory().numTensors, none);
    });
});
