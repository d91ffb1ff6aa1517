import assert from 'node:assert/strict';
import type { Batch } from '../../src/trainer/data/assembleBatch';
import { EagerNetwork, type EagerNetworkOptions } from '../../src/trainer/eager/eagerNetwork';
import type { OptimizerOptions } from '../../src/trainer/eager/optimizer';
import { checkedStateDict, countersOf, counterName } from '../../src/trainer/eager/stateDict';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { readInt64Scalar } from '../../src/trainer/int64Scalar';
import { decodeSafetensors, encodeSafetensors, type TensorMap } from '../../src/trainer/safetensors';
import { fixtureBatch, openFixture, values } from './fixture';
import { existing, userError } from './tensorSamples';

const fixture = openFixture('cifar-b');
const { architecture } = fixture;
const batches = [pair(''), pair('1'), pair('2')] as const;

/** The first two images of a stored batch. */
function pair(which: '' | '1' | '2'): Batch {
  const { images, labels } = fixtureBatch(fixture, which);
  return { images: images.slice(0, 2 * 3072), labels: labels.slice(0, 2), count: 2 };
}

const optimizers: readonly OptimizerOptions[] = [
  { kind: 'adam', momentum: 0, weightDecay: 0.01 },
  { kind: 'adamw', momentum: 0, weightDecay: 0.01 },
  { kind: 'sgd', momentum: 0.9, weightDecay: 5e-4 },
  { kind: 'sgd', momentum: 0, weightDecay: 0 },
];

function networkOf(weights: TensorMap, options: Omit<EagerNetworkOptions, 'values' | 'batchesSeen'>): EagerNetwork {
  const batchesSeen = new Map(
    countersOf(architecture).map((layer) => {
      const name = counterName(layer);
      return [name, existing(readInt64Scalar(existing(weights.get(name))))];
    }),
  );
  return new EagerNetwork(architecture, {
    values: checkedStateDict(architecture, weights, 'weights'),
    batchesSeen,
    ...options,
  });
}

async function train(network: EagerNetwork, steps: readonly Batch[]): Promise<number[]> {
  const losses: number[] = [];
  for (const batch of steps) losses.push((await network.step(batch, { learningRate: 0.01, measure: false })).loss);
  return losses;
}

/** Both as a file would keep them. */
async function saved(network: EagerNetwork): Promise<{ readonly weights: TensorMap; readonly state: TensorMap }> {
  const through = (tensors: TensorMap): TensorMap => decodeSafetensors(encodeSafetensors(tensors), 'saved');
  return { weights: through(await network.stateDict()), state: through(await network.optimizerState()) };
}

describe('the state of an optimizer', function () {
  this.timeout(60_000);
  before(() => startEngine('cpu', trainerFolders()));

  for (const optimizer of optimizers)
    it(`${optimizer.kind} with momentum ${optimizer.momentum}: goes on bit for bit`, async () => {
      const whole = networkOf(fixture.weights, { optimizer });
      const losses = await train(whole, batches);
      const first = networkOf(fixture.weights, { optimizer });
      const early = await train(first, batches.slice(0, 1));
      const { weights, state } = await saved(first);
      const second = networkOf(weights, { optimizer, optimizerState: state });
      const late = await train(second, batches.slice(1));
      assert.deepEqual([...early, ...late], losses);
      assert.deepEqual(await saved(second), await saved(whole));
      for (const network of [whole, first, second]) network.dispose();
    });

  it('has PyTorch’s names and shapes, and zeros before the first step', async () => {
    const network = networkOf(fixture.weights, { optimizer: { kind: 'adam', momentum: 0, weightDecay: 0 } });
    const before = await network.optimizerState();
    const names = network.rows.tensors.flatMap((name) => [`exp_avg.${name}`, `exp_avg_sq.${name}`]);
    assert.deepEqual([...before.keys()].sort(), [...names, 'step'].sort());
    assert.equal(readInt64Scalar(before.get('step')), 0);
    assert.deepEqual(before.get('exp_avg.conv1.weight')?.shape, fixture.weights.get('conv1.weight')?.shape);
    assert.ok(values(before, 'exp_avg_sq.conv1.weight').every((value) => value === 0));
    const { gradients } = await network.gradients(batches[0]);
    await train(network, batches.slice(0, 1));
    const after = await network.optimizerState();
    network.dispose();
    assert.equal(readInt64Scalar(after.get('step')), 1);
    const gradient = existing(gradients.get('conv1.weight'));
    values(after, 'exp_avg.conv1.weight').forEach((value, index) =>
      assert.ok(Math.abs(value - 0.1 * (gradient[index] ?? NaN)) < 1e-7),
    );
  });

  it('of SGD is its buffer, and nothing but the steps without momentum', async () => {
    for (const momentum of [0.9, 0]) {
      const network = networkOf(fixture.weights, { optimizer: { kind: 'sgd', momentum, weightDecay: 0 } });
      const state = await network.optimizerState();
      const buffers = momentum > 0 ? network.rows.tensors.map((name) => `momentum_buffer.${name}`) : [];
      network.dispose();
      assert.deepEqual([...state.keys()].sort(), [...buffers, 'step'].sort());
    }
  });

  it('is refused with a sentence where it does not fit', async () => {
    const adam = { kind: 'adam', momentum: 0, weightDecay: 0 } as const;
    const sgd = { kind: 'sgd', momentum: 0.9, weightDecay: 0 } as const;
    const network = networkOf(fixture.weights, { optimizer: adam });
    const state = await network.optimizerState();
    network.dispose();
    const open = (optimizer: OptimizerOptions, optimizerState: TensorMap) => () =>
      networkOf(fixture.weights, { optimizer, optimizerState });
    assert.throws(open(sgd, state), userError(/^The state of the optimizer lacks "momentum_buffer\.conv1\.weight"\.$/));
    const uncounted = new Map([...state].filter(([name]) => name !== 'step'));
    assert.throws(open(adam, uncounted), userError(/^The state of the optimizer lacks the number of steps, "step"\.$/));
    const bent = new Map(state).set('exp_avg.fc.bias', existing(state.get('exp_avg.conv1.weight')));
    assert.throws(
      open(adam, bent),
      userError(/^"exp_avg\.fc\.bias" in the state of the optimizer is 4×3×3×3, but 3 was/),
    );
  });
});
