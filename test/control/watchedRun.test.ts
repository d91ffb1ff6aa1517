import assert from 'node:assert/strict';
import type { RunEvent, RunResult } from '../../src/protocol/run';
import { notFiniteLoss } from '../../src/trainer/notFiniteLoss';
import { watchedRun } from '../../src/trainer/watchedRun';
import { exampleEvents, exampleResult } from '../client/exampleRun';

const start = exampleEvents.find((event) => event.type === 'start');

/** Steps of two tensors, `conv1.weight` and `fc.bias`, whose norms are given. */
function* steps(norms: readonly (readonly [number, number])[]): Generator<RunEvent> {
  assert.ok(start);
  yield { ...start, tensors: ['conv1.weight', 'fc.bias'] };
  const one = Float32Array.of(1);
  const none = Float32Array.of();
  for (const [index, pair] of norms.entries()) {
    const live = { gradientNorm: Float32Array.from(pair), updateRatio: none, branchRms: none, shortcutRms: none, reluZeros: none }; // prettier-ignore
    const series = { loss: one, accuracy: one, learningRate: one, imagesPerSecond: one, stepMs: one };
    yield { type: 'steps', first: index + 1, epoch: 1, ...series, live: { step: index + 1, ...live } };
  }
}

async function* run(
  norms: readonly (readonly [number, number])[],
  failure?: Error,
): AsyncGenerator<RunEvent, RunResult, undefined> {
  for (const event of steps(norms)) yield await Promise.resolve(event);
  if (failure !== undefined) throw failure;
  return exampleResult;
}

async function faultsOf(
  norms: readonly (readonly [number, number])[],
  failure?: Error,
): Promise<{ faults: unknown[]; message: string }> {
  const faults: unknown[] = [];
  try {
    for await (const event of watchedRun(run(norms, failure)))
      if (event.type === 'fault') faults.push([event.step, event.kind, event.layer]);
    return { faults, message: '' };
  } catch (error) {
    return { faults, message: error instanceof Error ? error.message : '' };
  }
}

const calm = Array.from({ length: 8 }, () => [1, 1] as const);
const lost = notFiniteLoss(NaN, { gradient: 'fc.bias' }).at({ step: 20, epoch: 1 }, 'Failed at 20.');

describe("a run's watch over its numbers", () => {
  it('passes on what a sound run reports, and its result', async () => {
    const watched = watchedRun(run(calm));
    const seen: string[] = [];
    for (;;) {
      const { done, value } = await watched.next();
      if (done === true) {
        assert.equal(value, exampleResult);
        break;
      }
      seen.push(value.type);
    }
    assert.deepEqual(seen, ['start', ...calm.map(() => 'steps')]);
  });

  it('tells of an explosion once, against the medians of the steps before', async () => {
    const { faults } = await faultsOf([...calm, [5000, 1], [1, 6000]]);
    assert.deepEqual(faults, [[9, 'exploding', 'conv1']]);
  });

  it('needs five measurements before a jump is one', async () => {
    assert.deepEqual((await faultsOf([...calm.slice(0, 4), [5000, 1]])).faults, []);
    assert.deepEqual((await faultsOf([...calm.slice(0, 5), [5000, 1]])).faults, [[6, 'exploding', 'conv1']]);
  });

  it('tells of the first gradient that is no number, after an explosion too', async () => {
    const { faults } = await faultsOf([...calm, [5000, 1], [NaN, 1], [NaN, NaN]]);
    assert.deepEqual(faults, [
      [9, 'exploding', 'conv1'],
      [10, 'gradient', 'conv1'],
    ]);
  });

  it('tells where a loss that is no number began, in the words of the failure', async () => {
    const { faults, message } = await faultsOf(calm, lost);
    assert.deepEqual(faults, [[20, 'gradient', 'fc']]);
    assert.equal(message, 'Failed at 20.');
  });

  it('keeps to where it began if that was measured before', async () => {
    const { faults, message } = await faultsOf([...calm, [NaN, 1]], lost);
    assert.deepEqual(faults, [[9, 'gradient', 'conv1']]);
    assert.equal(message, 'Failed at 20. It began at step 9: the first layer, from the head backwards, whose gradient is not finite is "conv1".'); // prettier-ignore
  });

  it('leaves other failures as they are', async () => {
    const { faults, message } = await faultsOf(calm, new Error('The disk is full.'));
    assert.deepEqual([faults, message], [[], 'The disk is full.']);
  });
});

describe('where a loss is no number', () => {
  it('is the forward pass if its statistics are none, else the gradient on its way back, else unknown', () => {
    const both = { gradient: 'fc.weight', statistics: 'layer1.0.bn1.running_var' };
    assert.match(notFiniteLoss(NaN, both).message, /^the loss became NaN and the first layer whose statistics are not finite is "layer1\.0\.bn1"; lower/); // prettier-ignore
    assert.match(notFiniteLoss(Infinity, { gradient: 'fc.weight' }).message, /from the head backwards, whose gradient is not finite is "fc"/); // prettier-ignore
    const unknown = notFiniteLoss(NaN, {});
    assert.match(unknown.message, /every gradient was still finite/);
    assert.equal(unknown.fault, undefined);
  });
});
