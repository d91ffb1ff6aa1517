import assert from 'node:assert/strict';
import type { Architecture, Kind, LayerAttributes } from '../../src/model/layer';
import { LayerChain } from '../../src/model/layerChain';
import type { Precision } from '../../src/protocol/recipe';
import { CompiledNetwork, type CompiledNetworkOptions } from '../../src/trainer/compiled/compiledNetwork';
import { keysOf } from '../../src/trainer/compiled/randomKeys';
import type { Batch } from '../../src/trainer/data/assembleBatch';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { initialValues } from '../../src/trainer/initialise';
import { float32Of } from '../../src/trainer/safetensors';
import { within } from '../trainer/closeness';
import { existing } from '../trainer/tensorSamples';
import { randomBatch } from './randomBatch';
import { writtenGraph } from './writtenGraph';

const side = 10;
const features = 3 * side * side;
const count = 50;
const optimizer = { kind: 'sgd', momentum: 0.9, weightDecay: 0 } as const;
const how = { learningRate: 0.05, measure: false };

type RandomKind = Extract<Kind, 'dropout' | 'stochasticDepth'>;

/** An image's values, the layer, and a linear layer whose weight may let every value through. */
function behind<K extends RandomKind>(kind: K, attributes: LayerAttributes[K], layers = 1): Architecture {
  const input = [3, side, side];
  const chain = new LayerChain('', 3).append('input', 'input', { attributes: { shape: input } });
  chain.append('flatten', 'flatten', { attributes: {} });
  for (let layer = 0; layer < layers; layer++) chain.append('random', kind, { attributes });
  chain.append('fc', 'linear', { attributes: { inFeatures: features, outFeatures: features, bias: true } });
  return { name: 'random', input, classes: features, layers: chain.layers };
}

const identity = new Map([
  ['fc.weight', Float32Array.from({ length: features ** 2 }, (_, at) => (at % (features + 1) === 0 ? 1 : 0))],
  ['fc.bias', new Float32Array(features)],
]);

const ones: Batch = {
  images: new Float32Array(count * features).fill(1),
  labels: new Int32Array(count),
  count,
};

function open(architecture: Architecture, options: Partial<CompiledNetworkOptions> = {}): Promise<CompiledNetwork> {
  return CompiledNetwork.open(architecture, { values: identity, optimizer, ...options });
}

/** What ones become, in training mode, in the step to come. */
async function masksOf(architecture: Architecture, options: Partial<CompiledNetworkOptions> = {}) {
  const network = await open(architecture, options);
  const { logits } = await network.gradients(ones);
  network.dispose();
  return logits;
}

/** Of many steps, what ones become in each. */
async function firstValues(network: CompiledNetwork, steps: number): Promise<number[]> {
  const found: number[] = [];
  for (let step = 0; step < steps; step++) {
    const { logits } = await network.gradients(ones);
    assert.equal(new Set(logits).size, 1);
    found.push(existing(logits[0]));
    await network.step(ones, { ...how, learningRate: 0 });
  }
  return found;
}

describe('layers that drop values in a compiled step', function () {
  this.timeout(60_000);
  before(() => startEngine('tensorflow', trainerFolders()));

  it('dropout drops its share, and scales what stays', async () => {
    const p = 0.3;
    const masks = await masksOf(behind('dropout', { p }));
    assert.deepEqual(new Set(masks), new Set([0, Math.fround(1 / (1 - p))]));
    const dropped = masks.filter((value) => value === 0).length / masks.length;
    within(Math.abs(dropped - p), 5 * Math.sqrt((p * (1 - p)) / masks.length), 'share');
  });

  it('no two values are dropped together more often than by chance', async () => {
    const masks = await masksOf(behind('dropout', { p: 0.5 }));
    for (const distance of [1, 2, features, 2 * features]) {
      const pairs = masks.subarray(distance).filter((value, at) => value === masks[at]).length;
      const all = masks.length - distance;
      within(Math.abs(pairs / all - 0.5), 2.5 / Math.sqrt(all), `distance ${distance}`);
    }
  });

  it('one layer drops others than the next', async () => {
    const p = 0.5;
    const twice = await masksOf(behind('dropout', { p }, 2));
    within(Math.abs(twice.filter((value) => value === 4).length / twice.length - 0.25), 0.02, 'kept twice');
  });

  it('a share of 0 drops nothing, and one of 1 all', async () => {
    assert.deepEqual(new Set(await masksOf(behind('dropout', { p: 0 }))), new Set([1]));
    assert.deepEqual(new Set(await masksOf(behind('dropout', { p: 1 }))), new Set([0]));
    assert.deepEqual(new Set(await masksOf(behind('stochasticDepth', { survival: 1 }))), new Set([1]));
  });

  it('stochastic depth drops the whole batch or nothing', async () => {
    const network = await open(behind('stochasticDepth', { survival: 0.7 }));
    const values = await firstValues(network, 200);
    network.dispose();
    assert.deepEqual(new Set(values), new Set([0, Math.fround(1 / 0.7)]));
    within(Math.abs(values.filter((value) => value > 0).length / 200 - 0.7), 0.1, 'share');
  });

  it('draw the same by the same seed and step, and else not', async () => {
    const architecture = behind('dropout', { p: 0.5 });
    const network = await open(architecture, { seed: 3 });
    const masks = async (): Promise<Float32Array> => (await network.gradients(ones)).logits;
    const first = await masks();
    assert.deepEqual(await masks(), first);
    assert.deepEqual(await masksOf(architecture, { seed: 3 }), first);
    assert.notDeepEqual(await masksOf(architecture, { seed: 4 }), first);
    await network.step(ones, { ...how, learningRate: 0 });
    assert.notDeepEqual(await masks(), first);
    network.dispose();
  });

  it('let everything through in tests', async () => {
    for (const architecture of [behind('dropout', { p: 0.5 }), behind('stochasticDepth', { survival: 0.1 })]) {
      const network = await open(architecture);
      assert.deepEqual(new Set(await network.logits(ones)), new Set([1]));
      network.dispose();
    }
  });

  for (const precision of ['float32', 'bfloat16', 'float16'] as const satisfies Precision[])
    it(`a step uses the gradients that were shown before it, in ${precision}`, async () => {
      const architecture = behind('dropout', { p: 0.4 });
      const values = initialValues(architecture, 1);
      const network = await open(architecture, { values, precision, seed: 5 });
      const batch = randomBatch(architecture, 20, 2);
      const { loss, gradients } = await network.gradients(batch);
      const outcome = await network.step(batch, { ...how, measure: true });
      assert.equal(outcome.loss, loss);
      const norms = network.rows.tensors.map((name) => Math.hypot(...existing(gradients.get(name))));
      norms.forEach((norm, row) => {
        within(Math.abs(existing(outcome.live?.gradientNorm[row]) / norm - 1), 1e-5, `gradient ${row}`);
      });
      network.dispose();
    });

  it('go on in a resumed run as if nothing had been between', async () => {
    const architecture = behind('dropout', { p: 0.4 });
    const values = initialValues(architecture, 1);
    const batch = randomBatch(architecture, 8, 2);
    const losses = async (network: CompiledNetwork, steps: number): Promise<number[]> => {
      const found: number[] = [];
      for (let step = 0; step < steps; step++) found.push((await network.step(batch, how)).loss);
      return found;
    };
    const whole = await open(architecture, { values, seed: 7 });
    const expected = await losses(whole, 4);
    const first = await open(architecture, { values, seed: 7 });
    const early = await losses(first, 2);
    const state = { weights: await first.stateDict(), optimizerState: await first.optimizerState() };
    const kept = new Map([...state.weights].map(([name, tensor]) => [name, float32Of(tensor, name)]));
    const second = await open(architecture, { values: kept, optimizerState: state.optimizerState, seed: 7 });
    assert.deepEqual([...early, ...(await losses(second, 2))], expected);
    assert.deepEqual(await second.stateDict(), await whole.stateDict());
    for (const network of [whole, first, second]) network.dispose();
  });

  it('are fed keys, all of them different, and no other network is', () => {
    const keys = [0, 1, 2].flatMap((step) => [...keysOf(3, { seed: 9, step })]);
    assert.deepEqual(keys, [0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((key) => [9, key])); // prettier-ignore
    const fed = (architecture: Architecture): string[] =>
      Object.keys(existing(writtenGraph(architecture).signatures['train_images']).inputs);
    assert.ok(fed(behind('dropout', { p: 0.5 })).includes('keys'));
    assert.ok(!fed(behind('dropout', { p: 0.5 }, 0)).includes('keys'));
  });
});
