import assert from 'node:assert/strict';
import type { Batch } from '../../src/trainer/data/assembleBatch';
import type { BatchGradients, EagerNetworkOptions } from '../../src/trainer/eager/eagerNetwork';
import { checkedStateDict, counterName, countersOf } from '../../src/trainer/eager/stateDict';
import { encodeSafetensors } from '../../src/trainer/safetensors';
import type { TrainableNetwork } from '../../src/trainer/trainableNetwork';
import { relativeL2, relativeToLargest, largestDifference, within } from './closeness';
import { fixtureBatch, fixtureNames, openFixture, values, type Fixture } from './fixture';

/** A network whose gradients can be seen. */
export interface DifferentiableNetwork extends TrainableNetwork {
  gradients(batch: Batch): Promise<BatchGradients>;
}

/** How the network of a fixture is opened. */
export type OpenNetwork = (
  architecture: Fixture['architecture'],
  options: EagerNetworkOptions,
) => Promise<DifferentiableNetwork>;

const sgd = { kind: 'sgd', momentum: 0.9, weightDecay: 5e-4 } as const;

/** Rounding reaches 2e-6; leaving out the weight decay shows from 1e-4 on in the CIFAR networks. */
const finalBound = (name: string): number => (/^(basic|bottleneck|plain)$/.test(name) ? 1e-4 : 2e-5);

/** What a fixture's network starts from. */
export function fixtureOptions({ architecture, weights }: Fixture): EagerNetworkOptions {
  const counters = countersOf(architecture).map((layer) => counterName(layer));
  const seen = new Map(
    counters.map((name): [string, number] => {
      const bytes = weights.get(name)?.bytes ?? new Uint8Array(8);
      return [name, Number(new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(0, true))];
    }),
  );
  return { values: checkedStateDict(architecture, weights, 'fixture'), batchesSeen: seen, optimizer: sgd };
}

/** The tests that a network opened in some way computes what PyTorch did. */
export function agreesWithPyTorch(open: OpenNetwork, names: readonly string[] = fixtureNames): void {
  for (const name of names)
    describe(name, () => {
      const fixture = openFixture(name);
      let network: DifferentiableNetwork;
      beforeEach(async () => (network = await open(fixture.architecture, fixtureOptions(fixture))));
      afterEach(() => network.dispose());

      it('logits in evaluation mode', async () => {
        const logits = await network.logits(fixtureBatch(fixture, ''));
        within(relativeToLargest(logits, values(fixture.expected, 'logits_eval')), 1e-4, 'logits');
      });

      it('logits, loss and every gradient in training mode', () => checkGradients(network, fixture));

      it('three SGD steps, the last batch partial, and the tensors after them', () => checkSteps(network, fixture));
    });
}

async function checkGradients(network: DifferentiableNetwork, fixture: Fixture): Promise<void> {
  const { expected, losses, zeroGradients } = fixture;
  const { loss, logits, gradients } = await network.gradients(fixtureBatch(fixture, ''));
  within(relativeToLargest(logits, values(expected, 'logits_train')), 1e-4, 'logits');
  within(Math.abs(loss - losses.first) / losses.first, 1e-5, 'loss');
  const compared = network.rows.tensors.filter((tensor) => !zeroGradients.includes(tensor));
  for (const tensor of compared)
    within(relativeL2(gradients.get(tensor) ?? [], values(expected, `grad.${tensor}`)), 1e-4, `gradient of ${tensor}`);
  for (const tensor of zeroGradients) {
    const gradient = gradients.get(tensor) ?? Float32Array.of(Number.NaN);
    within(largestDifference(gradient, new Float32Array(gradient.length)), 1e-6, `gradient of ${tensor}`);
  }
}

async function checkSteps(network: DifferentiableNetwork, fixture: Fixture): Promise<void> {
  const { name, expected, losses } = fixture;
  for (const [index, which] of (['', '1', '2'] as const).entries()) {
    const { loss } = await network.step(fixtureBatch(fixture, which), { learningRate: 0.05, measure: false });
    const reference = losses.sgd[index] ?? Number.NaN;
    within(Math.abs(loss - reference) / reference, 1e-4, `loss of step ${index + 1}`);
  }
  const state = await network.stateDict();
  for (const tensor of state.keys()) {
    const reference = `final.${tensor}`;
    if (tensor.endsWith('num_batches_tracked'))
      assert.deepEqual(state.get(tensor)?.bytes, new Uint8Array(expected.get(reference)?.bytes ?? []), tensor);
    else within(relativeL2(values(state, tensor), values(expected, reference)), finalBound(name), tensor);
  }
}

/** The tests that a network gives back what it was opened with under torchvision's names. */
export function keepsTorchvisionState(open: OpenNetwork): void {
  for (const name of fixtureNames)
    it(`${name}: saved again, every tensor has PyTorch's name, type, shape and bytes`, async () => {
      const fixture = openFixture(name);
      const network = await open(fixture.architecture, fixtureOptions(fixture));
      const saved = await network.stateDict();
      network.dispose();
      assert.deepEqual([...saved.keys()].sort(), Object.keys(fixture.stateDict).sort());
      for (const [tensor, [dtype, shape]] of Object.entries(fixture.stateDict)) {
        const found = saved.get(tensor);
        assert.deepEqual([found?.dtype, found?.shape], [dtype, shape], tensor);
        const given = fixture.weights.get(tensor);
        assert.deepEqual(Buffer.from(found?.bytes ?? []), Buffer.from(given?.bytes ?? []), tensor);
      }
      assert.ok(encodeSafetensors(saved).length > 0);
    });
}
