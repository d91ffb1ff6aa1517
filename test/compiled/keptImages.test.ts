import assert from 'node:assert/strict';
import { resnet } from '../../src/model/resnet';
import { CompiledNetwork, type CompiledNetworkOptions } from '../../src/trainer/compiled/compiledNetwork';
import { drawAugmentation } from '../../src/trainer/data/augmentation';
import { BatchAssembler } from '../../src/trainer/data/batchAssembler';
import type { BatchesRequest, BatchSource } from '../../src/trainer/data/batchSource';
import type { Split } from '../../src/trainer/data/dataset';
import { KeptBatches } from '../../src/trainer/data/keptBatches';
import { defaultInput } from '../../src/trainer/data/preparedImages';
import { seededRandom } from '../../src/trainer/data/random';
import { shuffledOrder } from '../../src/trainer/data/shuffledOrder';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { initialValues } from '../../src/trainer/initialise';

const network = resnet({
  ...{ name: 'small', input: [3, 32, 32], classes: 4, block: 'basic', depths: [1, 1], widths: [4, 6] },
  ...{ stem: 'cifar', shortcut: 'B', bias: false },
});

/** Random bytes, among whose words there are NaNs of every kind. */
function noise(count: number, seed: number): Split {
  const random = seededRandom(seed);
  return {
    count,
    labels: Uint8Array.from({ length: count }, () => random.below(network.classes)),
    pixels: Uint8Array.from({ length: count * 3072 }, () => random.below(256)),
  };
}

const splits = { train: noise(21, 1), test: noise(7, 2) };
const recipe = { randomCrop: 4, randomHorizontalFlip: 0.5 };
const epoch: BatchesRequest = {
  split: 'train',
  batchSize: 8,
  order: shuffledOrder(21, 0, 1),
  augmentation: drawAugmentation({ count: 21, seed: 0, epoch: 1 }, recipe),
};

const open = (others: Partial<CompiledNetworkOptions>): Promise<CompiledNetwork> =>
  CompiledNetwork.open(network, {
    values: initialValues(network, 0),
    optimizer: { kind: 'adam', momentum: 0, weightDecay: 0 },
    input: { ...defaultInput, cropPadding: 4 },
    augmented: true,
    ...others,
  });

/** An epoch's outcomes and the test's scores. */
async function trained(opened: CompiledNetwork, source: BatchSource): Promise<readonly unknown[]> {
  const outcomes: unknown[] = [];
  for await (const batch of source.batches(epoch))
    outcomes.push(await opened.step(batch, { learningRate: 0.01, measure: batch.count < 8 }));
  for await (const batch of source.batches({ split: 'test', batchSize: 4 }))
    outcomes.push(await opened.score(batch), await opened.logits(batch));
  outcomes.push(await opened.stateDict());
  opened.dispose();
  await source.dispose();
  return outcomes;
}

describe('images kept by a compiled network', function () {
  this.timeout(60_000);
  before(() => startEngine('tensorflow', trainerFolders()));

  it('train and test it as images that come with each batch, to the last bit', async () => {
    const kept = await trained(await open({ kept: Object.values(splits) }), new KeptBatches(splits));
    assert.deepEqual(kept, await trained(await open({}), new BatchAssembler({ splits })));
    assert.equal(kept.length, 3 + 4 + 1);
  });

  it('are others than those of another place', async () => {
    const [one, other] = [
      await open({ kept: Object.values(splits) }),
      await open({ kept: [splits.test, splits.train] }),
    ];
    const [first] = await trained(one, new KeptBatches(splits));
    const [second] = await trained(other, new KeptBatches(splits));
    assert.notDeepEqual(first, second);
  });

  it('take batches that bring images of their own as well', async () => {
    const kept = await open({ kept: Object.values(splits) });
    assert.deepEqual(await trained(kept, new BatchAssembler({ splits })), await trained(await open({}), new BatchAssembler({ splits }))); // prettier-ignore
  });
});
