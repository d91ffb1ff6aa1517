import assert from 'node:assert/strict';
import { CompiledNetwork, type CompiledNetworkOptions } from '../../src/trainer/compiled/compiledNetwork';
import { EagerNetwork } from '../../src/trainer/eager/eagerNetwork';
import type { OptimizerOptions } from '../../src/trainer/eager/optimizer';
import { checkedStateDict, counterName, countersOf } from '../../src/trainer/eager/stateDict';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { initialValues } from '../../src/trainer/initialise';
import { readInt64Scalar } from '../../src/trainer/int64Scalar';
import { decodeSafetensors, encodeSafetensors, type TensorMap } from '../../src/trainer/safetensors';
import type { TrainableNetwork } from '../../src/trainer/trainableNetwork';
import { existing, userError } from '../trainer/tensorSamples';
import { randomBatch } from './randomBatch';
import { pixelNetwork } from './smallNetworks';

/** Some taps of its filters meet data, and some do not. */
const architecture = pixelNetwork;
const values = initialValues(architecture, 0);

const optimizers: readonly OptimizerOptions[] = [
  { kind: 'adam', momentum: 0, weightDecay: 0 },
  { kind: 'adam', momentum: 0, weightDecay: 0.01 },
  { kind: 'adamw', momentum: 0, weightDecay: 0 },
  { kind: 'adamw', momentum: 0, weightDecay: 0.01 },
  { kind: 'sgd', momentum: 0, weightDecay: 0.01 },
  { kind: 'sgd', momentum: 0.9, weightDecay: 0 },
  { kind: 'sgd', momentum: 0.9, weightDecay: 0.01 },
];

/** What a run keeps of a network. */
interface Saved {
  readonly weights: TensorMap;
  readonly optimizerState: TensorMap;
}

/** Both as a file would keep them. */
async function saved(network: TrainableNetwork): Promise<Saved> {
  const through = (tensors: TensorMap): TensorMap => decodeSafetensors(encodeSafetensors(tensors), 'saved');
  return { weights: through(await network.stateDict()), optimizerState: through(await network.optimizerState()) };
}

function optionsOf(optimizer: OptimizerOptions, { weights, optimizerState }: Saved): CompiledNetworkOptions {
  const seen = (name: string): number => existing(readInt64Scalar(weights.get(name)));
  const counters = countersOf(architecture).map((layer) => counterName(layer));
  return {
    values: checkedStateDict(architecture, weights, 'weights'),
    batchesSeen: new Map(counters.map((name) => [name, seen(name)])),
    optimizer,
    optimizerState,
  };
}

type Trained = EagerNetwork | CompiledNetwork;
type Open = (options: CompiledNetworkOptions) => Promise<Trained>;

const eager: Open = (options) => Promise.resolve(new EagerNetwork(architecture, options));
const compiled: Open = (options) => CompiledNetwork.open(architecture, options);

/** The losses of a step a batch. */
async function train(network: Trained, batches: readonly number[]): Promise<readonly number[]> {
  const losses: number[] = [];
  for (const seed of batches) {
    const batch = randomBatch(network.architecture, 4, seed);
    losses.push((await network.step(batch, { learningRate: 0.01, measure: false })).loss);
  }
  return losses;
}

for (const optimizer of optimizers) {
  const { kind, momentum, weightDecay } = optimizer;
  describe(`the state of a network with ${kind}, momentum ${momentum} and decay ${weightDecay}`, function () {
    this.timeout(60_000);
    before(() => startEngine('tensorflow', trainerFolders()));

    for (const [way, [from, to]] of Object.entries({
      'from the eager to the compiled': [eager, compiled],
      'from the compiled to the eager': [compiled, eager],
    } as const))
      it(`goes ${way} bit for bit`, async () => {
        const first = await from({ values, optimizer });
        await train(first, [1, 2]);
        const kept = await saved(first);
        const second = await to(optionsOf(optimizer, kept));
        assert.deepEqual(await saved(second), kept);
        first.dispose();
        second.dispose();
      });

    it('goes on as if nothing had been between', async () => {
      const whole = await compiled({ values, optimizer });
      const losses = await train(whole, [1, 2, 3]);
      const first = await compiled({ values, optimizer });
      const early = await train(first, [1]);
      const second = await compiled(optionsOf(optimizer, await saved(first)));
      const late = await train(second, [2, 3]);
      assert.deepEqual([...early, ...late], losses);
      assert.deepEqual(await saved(second), await saved(whole));
      for (const network of [whole, first, second]) network.dispose();
    });
  });
}

describe('the state of an optimizer', function () {
  this.timeout(60_000);
  const adam = { kind: 'adam', momentum: 0, weightDecay: 0 } as const;
  const options = { values, optimizer: adam };
  before(() => startEngine('tensorflow', trainerFolders()));

  it('is that of the eager one before the first step', async () => {
    const [ours, theirs] = [await compiled(options), await eager(options)];
    assert.deepEqual(await saved(ours), await saved(theirs));
    ours.dispose();
    theirs.dispose();
  });

  it('is refused with a sentence where it does not fit', async () => {
    const network = await compiled({ ...options, optimizer: { ...adam, kind: 'sgd', momentum: 0.9 } });
    const state = await network.optimizerState();
    network.dispose();
    await assert.rejects(
      compiled({ ...options, optimizerState: state }),
      userError(/^The state of the optimizer lacks "exp_avg\.conv1\.weight"\.$/),
    );
  });
});
