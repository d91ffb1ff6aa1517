import assert from 'node:assert/strict';
import { CompiledNetwork, type CompiledNetworkOptions } from '../../src/trainer/compiled/compiledNetwork';
import { writeNetworkGraph } from '../../src/trainer/compiled/networkGraph';
import { dtypes, type Attribute } from '../../src/trainer/compiled/graph/attributes';
import { defaultInput } from '../../src/trainer/data/preparedImages';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { int64Scalar, readInt64Scalar } from '../../src/trainer/int64Scalar';
import { initialValues } from '../../src/trainer/initialise';
import type { Precision } from '../../src/protocol/recipe';
import { openNetwork } from '../../src/trainer/openNetwork';
import { existing, userError } from '../trainer/tensorSamples';
import { randomBatch } from './randomBatch';
import { smallNetwork } from './smallNetworks';

const optimizer = { kind: 'sgd', momentum: 0.9, weightDecay: 5e-4 } as const;
const options: CompiledNetworkOptions = { values: initialValues(smallNetwork, 0), optimizer };
const batch = randomBatch(smallNetwork, 16, 1);

function open(precision: Precision, others: Partial<CompiledNetworkOptions> = {}): Promise<CompiledNetwork> {
  return CompiledNetwork.open(smallNetwork, { ...options, precision, ...others });
}

function norm(values: Float32Array): number {
  return Math.hypot(...values);
}

/** ‖a − b‖ / ‖b‖ */
function distance(a: Float32Array, b: Float32Array): number {
  return norm(a.map((value, index) => value - (b[index] ?? Number.NaN))) / norm(b);
}

function joined(gradients: ReadonlyMap<string, Float32Array>): Float32Array {
  return Float32Array.from([...gradients.values()].flatMap((values) => [...values]));
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

  /** What rounding to 8 and to 11 bits may do to the loss, to the last layer's gradient, and to all of them: there ReLUs near zero flip. */
  const bounds = { bfloat16: { loss: 1e-3, last: 0.02 }, float16: { loss: 3e-4, last: 0.003 } } as const;
  const withFlips = 0.25;
  for (const precision of ['bfloat16', 'float16'] as const) {
    it(`${precision} gives the loss and the gradients of float32 but for its rounding`, async () => {
      const [mixed, exact] = [await open(precision), await open('float32')];
      const [found, expected] = [await mixed.gradients(batch), await exact.gradients(batch)];
      const far = Math.abs(found.loss - expected.loss) / expected.loss;
      assert.ok(far > 1e-8 && far < bounds[precision].loss, `loss ${far}`);
      const last = distance(existing(found.gradients.get('fc.weight')), existing(expected.gradients.get('fc.weight')));
      assert.ok(last > 1e-6 && last < bounds[precision].last, `gradient of the last layer: ${last}`);
      const all = distance(joined(found.gradients), joined(expected.gradients));
      assert.ok(all > 1e-6 && all < withFlips, `all gradients: ${all}`);
      mixed.dispose();
      exact.dispose();
    });

    it(`${precision} learns`, async () => {
      const mixed = await open(precision);
      const losses: number[] = [];
      for (let step = 0; step < 30; step++)
        losses.push((await mixed.step(batch, { learningRate: 0.02, measure: false })).loss);
      const [first = 0] = losses;
      assert.ok((losses.at(-1) ?? first) < first / 2, losses.map((loss) => loss.toFixed(3)).join(' '));
      mixed.dispose();
    });
  }

  it('leaves out a float16 step whose gradients overflow, and halves the loss scale', async () => {
    const fresh = await open('float16');
    const state = new Map(await fresh.optimizerState());
    assert.equal(readInt64Scalar(state.get('loss_scale')), 65_536);
    fresh.dispose();
    const network = await open('float16', { optimizerState: state.set('loss_scale', int64Scalar(2 ** 40)) });
    const before = await network.stateDict();
    const { loss } = await network.step(batch, { learningRate: 0.02, measure: true });
    assert.ok(Number.isFinite(loss));
    assert.deepEqual(await network.stateDict(), before);
    const after = await network.optimizerState();
    assert.equal(readInt64Scalar(after.get('loss_scale')), 2 ** 39);
    assert.equal(readInt64Scalar(after.get('step')), 0);
    for (let step = 0; step < 30; step++) await network.step(batch, { learningRate: 0.02, measure: false });
    const later = await network.optimizerState();
    const [scale = 0, steps = 0] = ['loss_scale', 'step'].map((name) => readInt64Scalar(later.get(name)));
    assert.ok(steps > 0 && scale >= 2 ** 9, `${steps} steps, scale ${scale}`);
    assert.equal(scale, 2 ** (39 - (30 - steps))); // one halving for each step that was left out
    network.dispose();
  });

  it('tests in float32', async () => {
    const [mixed, exact] = [await open('bfloat16'), await open('float32')];
    const [found, expected] = [await mixed.logits(batch), await exact.logits(batch)];
    assert.ok(distance(found, expected) < 1e-5);
    mixed.dispose();
    exact.dispose();
  });

  it('has live metrics near those of float32', async () => {
    const [mixed, exact] = [await open('bfloat16'), await open('float32')];
    const [found, expected] = await Promise.all(
      [mixed, exact].map(async (one) => existing((await one.step(batch, { learningRate: 0.02, measure: true })).live)),
    );
    assert.ok(distance(existing(found).branchRms, existing(expected).branchRms) < 0.05);
    assert.ok(distance(existing(found).reluZeros, existing(expected).reluZeros) < 0.05);
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
