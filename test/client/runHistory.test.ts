import assert from 'node:assert/strict';
import { formatEvents, parseEvents } from '../../src/client/metricsLog';
import { RunHistory } from '../../src/client/runHistory';
import type { EpochResult, RunEvent, RunStart, StepSeries } from '../../src/protocol/run';
import type { RunDelta, StepHistory } from '../../src/protocol/viewContract';

type Event<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

const start: RunStart = {
  ...{ engine: 'tensorflow', engineDetail: 'TensorFlow 2.9.1', passedOver: [], data: 'cifar10', model: 'resnet34' },
  ...{ input: [3, 32, 32], classes: ['airplane', 'bird'], params: 21_285_698, trainImages: 10_000, testImages: 2_000 },
  ...{ stepsPerEpoch: 157, epochs: 5, batchSize: 64, tensors: ['conv1.weight'], blocks: ['layer1.0'] },
  ...{ relus: ['relu'], step: 'eager', stepDetail: '' },
};

function steps(first: number, count: number, changes: Partial<StepSeries> = {}): Event<'steps'> {
  const column = (scale: number): Float32Array =>
    Float32Array.from({ length: count }, (_, row) => scale * (first + row));
  return {
    ...{ type: 'steps', first, epoch: 1, loss: column(0.5), accuracy: column(0.001), learningRate: column(1e-5) },
    ...{ imagesPerSecond: column(3), stepMs: column(7) },
    ...changes,
  };
}

function live(step: number): NonNullable<StepSeries['live']> {
  const one = (value: number): Float32Array => Float32Array.of(value);
  return {
    ...{ step, gradientNorm: one(step), updateRatio: one(1e-3), branchRms: one(2), shortcutRms: one(Number.NaN) },
    reluZeros: one(0.5),
  };
}

function epoch(number: number, testAccuracy: number): Event<'epoch'> {
  const result: EpochResult = {
    ...{
      epoch: number,
      step: 157 * number,
      trainLoss: 0.5,
      trainAccuracy: 0.8,
      testLoss: 0.4,
      testAccuracy,
      seconds: 46,
    },
  };
  return { type: 'epoch', ...result };
}

function newHistory(): RunHistory {
  return new RunHistory({ id: 'run-1', title: 'ResNet-34 · airplane, bird' });
}

const columns = ['loss', 'accuracy', 'learningRate', 'imagesPerSecond', 'stepMs'] as const;

/** A snapshot's steps with those of deltas after it. */
function joined(before: StepHistory, deltas: readonly RunDelta[]): Record<string, number[]> {
  const parts = [before, ...deltas.map((delta) => delta.steps)];
  return Object.fromEntries(columns.map((name) => [name, parts.flatMap((part) => [...part[name]])]));
}

describe('RunHistory', () => {
  it('says in one line what the run is doing', () => {
    const history = newHistory();
    const messages = [history.status().message];
    const evaluating = { type: 'evaluating', epoch: 2, done: 1280, total: 2000 } as const;
    const events = [{ type: 'start', ...start } as const, steps(300, 2, { epoch: 2 }), evaluating, epoch(2, 0.838)];
    for (const event of events) {
      history.apply(event);
      messages.push(history.status().message);
    }
    assert.deepEqual(messages, [
      'Starting the trainer…',
      'Started on tensorflow · 10,000 training images',
      'Epoch 2 of 5 · step 301 · loss 150.5000',
      'Evaluating epoch 2 · 1,280 of 2,000 images',
      'Epoch 2 of 5 done · test accuracy 83.80 %',
    ]);
    assert.equal(history.status().state, 'running');
  });

  it('says that it is paused, which rate it was given, and that this epoch is its last', () => {
    const history = newHistory();
    const orders = { type: 'orders', step: 42, stopsAfterEpoch: false } as const;
    const seen = (event: RunEvent): readonly unknown[] => {
      history.apply(event);
      const { state, message, learningRate, stopsAfterEpoch } = history.status();
      return [state, message, learningRate, stopsAfterEpoch];
    };
    history.apply({ type: 'start', ...start });
    assert.deepEqual(seen({ ...orders, paused: true }), ['paused', 'Paused before step 42', undefined, false]);
    assert.deepEqual(seen({ type: 'learningRate', step: 42, learningRate: 0.01 }), [
      ...['paused', 'Learning rate 0.01 from step 42 on'],
      ...[0.01, false],
    ]);
    assert.deepEqual(seen({ ...orders, paused: false }), ['running', 'Goes on with step 42', 0.01, false]);
    assert.deepEqual(seen({ ...orders, paused: false, stopsAfterEpoch: true }), [
      ...['running', 'Goes on with step 42 · stops after this epoch'],
      ...[0.01, true],
    ]);
    assert.deepEqual(seen(steps(42, 1))[1], 'Epoch 1 of 5 · step 42 · loss 21.0000 · stops after this epoch');
    history.finish('stopped', 'It was asked to stop after epoch 1.');
    assert.deepEqual(history.status().message, 'Stopped. · It was asked to stop after epoch 1.');
    assert.equal(history.status().stopsAfterEpoch, undefined);
  });

  it('ends with the message that it is given, or with the best epoch', () => {
    const history = newHistory();
    for (const event of [{ type: 'start', ...start } as const, epoch(1, 0.899), epoch(2, 0.882)]) history.apply(event);
    history.finish('failed', 'The trainer was killed.');
    assert.deepEqual([history.status().state, history.status().message], ['failed', 'The trainer was killed.']);
    history.finish('done', '');
    assert.equal(history.status().message, 'Finished: best test accuracy 89.90 % (epoch 1)');
    const short = newHistory();
    short.finish('stopped', '');
    assert.equal(short.status().message, 'Stopped.');
  });

  it('gives a snapshot and deltas that together are everything', () => {
    const history = newHistory();
    history.apply({ type: 'start', ...start });
    history.apply(steps(1, 300));
    let mark = history.mark();
    const first = history.snapshot();
    const deltas: RunDelta[] = [];
    const events = [steps(301, 1), epoch(1, 0.84), steps(302, 700, { epoch: 2, live: live(1001) }), epoch(2, 0.85)];
    for (const event of events) {
      history.apply(event);
      const next = history.deltaSince(mark);
      deltas.push(next.delta);
      mark = next.mark;
    }
    const whole = history.snapshot();
    assert.deepEqual(joined(first.steps, deltas), joined(whole.steps, []));
    assert.equal(whole.steps.loss.length, 1001);
    assert.deepEqual(
      deltas.map(({ from }) => from),
      [300, 301, 301, 1001],
    );
    assert.deepEqual(
      deltas.flatMap(({ epochs }) => epochs),
      whole.epochs,
    );
    assert.deepEqual(
      deltas.map((delta) => delta.live?.step),
      [undefined, undefined, 1001, undefined],
    );
    assert.equal(whole.live?.step, 1001);
  });

  it('shows the live metrics that it shows when its run is opened again', () => {
    const [history, reopened] = [newHistory(), newHistory()];
    const noise = Float32Array.from({ length: 500 }, (_, at) => Math.exp(10 * Math.sin(at * at)));
    const event = steps(1, 1, { live: { ...live(1), gradientNorm: noise } });
    history.apply(event);
    parseEvents(formatEvents(event)).forEach((each) => reopened.apply(each));
    assert.deepEqual(history.snapshot().live, reopened.snapshot().live);
    assert.deepEqual(history.liveAt(1), history.snapshot().live);
  });

  it('sends arrays that own no more than they show', () => {
    const history = newHistory();
    history.apply(steps(1, 1000));
    const mark = history.mark();
    history.apply(steps(1001, 3));
    const { delta } = history.deltaSince(mark);
    assert.equal(delta.steps.loss.buffer.byteLength, 12);
    assert.equal(history.snapshot().steps.loss.buffer.byteLength, 4012);
    const before = [...delta.steps.loss];
    history.apply(steps(1004, 5000));
    assert.deepEqual([...delta.steps.loss], before);
  });

  it('keeps row i for step i + 1 where steps are missing or come twice', () => {
    const history = newHistory();
    history.apply(steps(1, 2));
    history.apply(steps(5, 2));
    history.apply(steps(6, 2));
    assert.deepEqual([...history.snapshot().steps.loss], [0.5, 1, Number.NaN, Number.NaN, 2.5, 3, 3.5]);
    history.apply(steps(1e9, 1));
    assert.equal(history.mark().steps, 7);
  });

  it('tells its listeners of each change until they leave', () => {
    const history = newHistory();
    let calls = 0;
    const leave = history.listen(() => calls++);
    history.apply(steps(1, 1));
    history.finish('done', '');
    leave();
    history.apply(steps(2, 1));
    assert.equal(calls, 2);
  });
});
