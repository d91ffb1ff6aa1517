import assert from 'node:assert/strict';
import { CompiledNetwork, type CompiledNetworkOptions } from '../../src/trainer/compiled/compiledNetwork';
import { writeNetworkGraph } from '../../src/trainer/compiled/networkGraph';
import { dtypes, type Attribute } from '../../src/trainer/compiled/graph/attributes';
import { defaultInput } from '../../src/trainer/data/preparedImages';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { initialValues } from '../../src/trainer/initialise';
import { openNetwork } from '../../src/trainer/openNetwork';
import { existing, userError } from '../trainer/tensorSamples';
import { randomBatch } from './randomBatch';
import { smallNetwork } from './smallNetworks';

const optimizer = { kind: 'sgd', momentum: 0.9, weightDecay: 5e-4 } as const;
const options: CompiledNetworkOptions = { values: initialValues(smallNetwork, 0), optimizer };
const batch = randomBatch(smallNetwork, 16, 1);

function open(precision: 'float32' | 'bfloat16'): Promise<CompiledNetwork> {
  return CompiledNetwork.open(smallNetwork, { ...options, precision });
}

function norm(values: Float32Array): number {
  return Math.hypot(...values);
}

/** ‖a − b‖ / ‖b‖ */
function distance(a: Float32Array, b: Float32Array): number {
  return norm(a.map((value, index) => value - (b[index] ?? Number.NaN))) / norm(b);
}

function typeNumber(attribute: Attribute | undefined): number | undefined {
  return attribute !== undefined && 'type' in attribute ? attribute.type : undefined;
}

describe('mixed precision', function () {
  this.timeout(120_000);
  before(() => startEngine('tensorflow', trainerFolders()));

  it('computes the layers in bfloat16, and updates, statistics and loss in float32', () => {
    const input = { ...defaultInput, augmented: false };
    const { graph } = writeNetworkGraph({
      ...{ architecture: smallNetwork, optimizer, input, labelSmoothing: 0, batchSize: 16, precision: 'bfloat16' },
    });
    const typesOf = (op: string): Set<number | undefined> =>
      new Set(graph.nodes.filter((node) => node.op === op).map(({ attr }) => typeNumber(attr['T'])));
    for (const op of ['Conv2DBackpropFilter', 'Conv2DBackpropInput', 'FusedBatchNormGradV3', 'ReluGrad'])
      assert.deepEqual([...typesOf(op)], [dtypes.bfloat16], op);
    for (const op of ['ResourceApplyMomentum', 'SparseSoftmaxCrossEntropyWithLogits', 'L2Loss'])
      assert.deepEqual([...typesOf(op)], [dtypes.float], op);
  });

  it('gives the loss and the gradients of float32 but for rounding to eight bits', async () => {
    const [mixed, exact] = [await open('bfloat16'), await open('float32')];
    const [found, expected] = [await mixed.gradients(batch), await exact.gradients(batch)];
    const far = Math.abs(found.loss - expected.loss) / expected.loss;
    assert.ok(far > 1e-7 && far < 2e-2, `loss ${far}`);
    for (const [name, gradient] of expected.gradients)
      if (norm(gradient) > 1e-3) {
        const apart = distance(existing(found.gradients.get(name)), gradient);
        assert.ok(apart > 1e-6 && apart < 0.25, `${name}: ${apart}`);
      }
    mixed.dispose();
    exact.dispose();
  });

  it('tests in float32', async () => {
    const [mixed, exact] = [await open('bfloat16'), await open('float32')];
    const [found, expected] = [await mixed.logits(batch), await exact.logits(batch)];
    assert.ok(distance(found, expected) < 1e-5);
    mixed.dispose();
    exact.dispose();
  });

  it('learns, with live metrics near those of float32', async () => {
    const [mixed, exact] = [await open('bfloat16'), await open('float32')];
    const losses: number[] = [];
    for (let step = 0; step < 30; step++) {
      const { loss, live } = await mixed.step(batch, { learningRate: 0.02, measure: step === 0 });
      losses.push(loss);
      if (live === undefined) continue;
      const reference = existing((await exact.step(batch, { learningRate: 0.02, measure: true })).live);
      assert.ok(distance(live.branchRms, reference.branchRms) < 0.05);
      assert.ok(distance(live.reluZeros, reference.reluZeros) < 0.05);
    }
    const [first = 0] = losses;
    assert.ok((losses.at(-1) ?? first) < first / 2, losses.map((loss) => loss.toFixed(3)).join(' '));
    mixed.dispose();
    exact.dispose();
  });

  it('is refused in a sentence where a step is no graph', async () => {
    const source = { weights: undefined, seed: 0, optimizer, step: 'auto', precision: 'bfloat16' } as const;
    await assert.rejects(
      openNetwork(smallNetwork, { ...source, engine: 'wasm' }),
      userError(/"wasm" trains in float32 only: choose the engine "tensorflow"/),
    );
  });
});
