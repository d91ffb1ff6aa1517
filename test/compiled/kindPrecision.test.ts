import assert from 'node:assert/strict';
import type { Architecture } from '../../src/model/layer';
import type { Precision } from '../../src/protocol/recipe';
import { CompiledNetwork } from '../../src/trainer/compiled/compiledNetwork';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { initialValues } from '../../src/trainer/initialise';
import { int64Scalar } from '../../src/trainer/int64Scalar';
import { within } from '../trainer/closeness';
import { existing } from '../trainer/tensorSamples';
import { difference, norm } from './agreement';
import { furtherNetworks, kindNetworks } from './kindNetworks';
import { randomBatch } from './randomBatch';

const optimizer = { kind: 'sgd', momentum: 0, weightDecay: 0 } as const;

/** A loss scale with which no gradient of these networks overflows. */
const optimizerState = new Map([
  ['step', int64Scalar(0)],
  ['loss_scale', int64Scalar(1024)],
]);

/** What rounding to 8 and to 11 bits may do to all gradients together. */
const bounds = { bfloat16: 0.05, float16: 0.01 } as const;

async function gradientsIn(architecture: Architecture, precision: Precision): Promise<readonly number[]> {
  const values = initialValues(architecture, 5);
  const network = await CompiledNetwork.open(architecture, { values, optimizer, optimizerState, precision });
  const batch = randomBatch(architecture, 8, 9);
  const { gradients } = await network.gradients(batch);
  const { loss, live } = await network.step(batch, { learningRate: 0.01, measure: true });
  assert.ok(Number.isFinite(loss) && existing(live).gradientNorm.every(Number.isFinite));
  network.dispose();
  return [...gradients.values()].flatMap((values) => [...values]);
}

for (const [kind, architecture] of Object.entries({ ...kindNetworks, ...furtherNetworks }))
  describe(`mixed precision in a network with a layer of kind ${kind}`, function () {
    this.timeout(60_000);
    before(() => startEngine('tensorflow', trainerFolders()));

    for (const [precision, bound] of Object.entries(bounds) as ['bfloat16' | 'float16', number][])
      it(`gives the gradients of float32 but for its rounding, in ${precision}`, async () => {
        const [found, exact] = [await gradientsIn(architecture, precision), await gradientsIn(architecture, 'float32')];
        const distance = norm(difference(found, exact)) / norm(exact);
        within(distance, bound, 'all gradients');
        assert.ok(distance > 1e-6, `${distance}`);
      });
  });
