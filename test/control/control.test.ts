import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { loadRun } from '../../src/client/loadRun';
import { runFiles } from '../../src/client/runFiles';
import { startTrainer } from '../../src/client/trainerProcess';
import { column, conduct, stepOf, stepsPerEpoch, type EndedRun, type LiveRun } from './liveRun';

// A real worker that is told things while it trains. Whatever it is told, a resumed run is, number for number, the run that went on.

const quiet = (): void => undefined;

describe('a run that goes on', function () {
  this.timeout(240_000);
  let whole: EndedRun;

  before(async () => {
    whole = await conduct({});
    assert.equal(column(whole, 'loss').length, 3 * stepsPerEpoch);
  });

  const isWhole = (run: EndedRun): void => {
    assert.deepEqual(column(run, 'loss'), column(whole, 'loss'));
    assert.ok(run.bytes('weights').equals(whole.bytes('weights')));
    assert.ok(run.bytes('best').equals(whole.bytes('best')));
  };

  it('waits between batches while it is paused, and the wait counts for nothing', async () => {
    const pause = 3_000;
    const stepsSeen: number[] = [];
    const states: string[] = [];
    const hold = async ({ worker, history }: LiveRun): Promise<void> => {
      const steps = (): number => history.snapshot().steps.loss.length;
      states.push(history.status().state);
      stepsSeen.push(steps());
      await delay(pause);
      stepsSeen.push(steps());
      await worker.request('resume', null);
    };
    const began = performance.now();
    const run = await conduct({
      begun: ({ worker }) => worker.request('pause', null),
      onEvent: (event, live) => {
        if (event.type === 'orders' && event.paused) void hold(live);
        if (event.type === 'orders' && !event.paused) states.push(live.history.status().state);
      },
    });
    const wall = (performance.now() - began) / 1000;
    assert.deepEqual(stepsSeen, [0, 0]);
    assert.deepEqual(states, ['paused', 'running']);
    isWhole(run);
    assert.ok(run.result.seconds < wall - pause / 1000, `${run.result.seconds} of ${wall} s`);
    const [first] = run.result.epochs;
    assert.ok((first?.seconds ?? 99) < run.result.seconds + 0.001);
    assert.ok(Math.max(...column(run, 'stepMs')) < pause, `${Math.max(...column(run, 'stepMs'))} ms`);
  });

  it('can be stopped while it is paused in the middle of an epoch, and resumed', async () => {
    const part = await conduct({
      onEvent: (event, { worker, stop }) => {
        if (stepOf(event) === 1) void worker.request('pause', null);
        if (event.type === 'orders') stop();
      },
    });
    assert.deepEqual([part.result.stopped, part.state], [true, 'stopped']);
    assert.ok(column(part, 'loss').length < 3 * stepsPerEpoch);
    isWhole(await conduct({ resume: part.folder }));
  });

  it('pauses while it tests, too', async () => {
    let told = false;
    const run = await conduct({
      onEvent: (event, { worker }) => {
        if (event.type === 'evaluating' && !told) void worker.request('pause', null);
        told ||= event.type === 'evaluating';
        if (event.type === 'orders' && event.paused) void worker.request('resume', null);
      },
    });
    assert.ok(run.events.some((event) => event.type === 'orders'));
    isWhole(run);
  });

  it('stops after the epoch in hand with everything kept and a reason, and can be resumed', async () => {
    const part = await conduct({ begun: ({ worker }) => worker.request('stopAfterEpoch', null) });
    assert.deepEqual([part.result.stopped, part.result.steps], [true, stepsPerEpoch]);
    assert.equal(part.result.epochs.length, 1);
    assert.match(part.message, /^Stopped: best test accuracy .* \(epoch 1\) · It was asked to stop after epoch 1\.$/);
    const stored = await loadRun(part.folder, quiet);
    assert.deepEqual([stored.record.state, stored.record.reason], ['stopped', 'It was asked to stop after epoch 1.']);
    assert.equal(stored.history.status().message, part.message);
    for (const file of ['weights', 'best', 'checkpoint'] as const)
      assert.ok(existsSync(runFiles(part.folder)[file]), file);
    const resumed = await conduct({ resume: part.folder });
    assert.equal(resumed.logged('epoch').length, 3);
    isWhole(resumed);
  });

  it('counts as finished where the epoch in hand is the last one anyway', async () => {
    const run = await conduct({
      options: { epochs: 1 },
      begun: ({ worker }) => worker.request('stopAfterEpoch', null),
    });
    assert.deepEqual([run.result.stopped, run.result.reason, run.state], [false, undefined, 'done']);
  });

  it('takes another learning rate from its next step on, of which the schedule keeps its shape', async () => {
    const run = await conduct({
      onEvent: (event, { worker }) => {
        if (stepOf(event) === 1) void worker.request('setLearningRate', { learningRate: 0.004 });
      },
    });
    const [change] = run.logged('learningRate');
    const from = Number(change?.['step']);
    assert.deepEqual(change, { type: 'learningRate', step: from, learningRate: 0.004 });
    assert.ok(from > 1 && from < 3 * stepsPerEpoch);
    const ratios = column(run, 'learningRate').map((rate, index) => rate / (column(whole, 'learningRate')[index] ?? 0));
    ratios.forEach((ratio, index) => {
      const wanted = index + 1 < from ? 1 : 4;
      assert.ok(Math.abs(ratio / wanted - 1) < 1e-5, `step ${index + 1}: ${ratio}`);
    });
    assert.deepEqual(column(run, 'loss').slice(0, from), column(whole, 'loss').slice(0, from));
    assert.notDeepEqual(column(run, 'loss').slice(from), column(whole, 'loss').slice(from));
    assert.equal((await loadRun(run.folder, quiet)).history.status().learningRate, 0.004);
  });

  it('resumes with the learning rate that it was given, bit for bit', async () => {
    const change = ({ worker }: LiveRun): Promise<unknown> =>
      worker.request('setLearningRate', { learningRate: 0.004 });
    const first = await conduct({ begun: ({ worker }) => worker.request('stopAfterEpoch', null) });
    const changed = await conduct({ resume: first.folder, begun: change });
    const expected = { type: 'learningRate', step: stepsPerEpoch + 1, learningRate: 0.004 };
    assert.deepEqual(changed.logged('learningRate'), [expected]);
    const part = await conduct({
      ...{ resume: first.folder, begun: change },
      onEvent: (event, { stop }) => stepOf(event) >= stepsPerEpoch + 3 && stop(),
    });
    assert.ok(part.result.stopped);
    const resumed = await conduct({ resume: part.folder });
    assert.deepEqual(resumed.logged('learningRate'), [expected]);
    assert.deepEqual(column(resumed, 'learningRate'), column(changed, 'learningRate'));
    assert.deepEqual(column(resumed, 'loss'), column(changed, 'loss'));
    assert.ok(resumed.bytes('weights').equals(changed.bytes('weights')));
  });

  it('keeps a rate that it was given in the pause in which it was stopped', async () => {
    const part = await conduct({
      begun: async ({ worker }) => {
        await worker.request('pause', null);
        await worker.request('setLearningRate', { learningRate: 0.004 });
      },
      onEvent: (event, { stop }) => event.type === 'orders' && event.paused && stop(),
    });
    assert.equal(part.result.steps, 0);
    const resumed = await conduct({ resume: part.folder, options: { epochs: 3 } });
    assert.deepEqual(resumed.logged('learningRate'), [{ type: 'learningRate', step: 1, learningRate: 0.004 }]);
    assert.ok(Math.abs((column(resumed, 'learningRate')[0] ?? 0) - 0.004) < 1e-8);
  });

  it('refuses a rate of no use, and anything where no run goes on', async () => {
    const refused: unknown[] = [];
    await conduct({
      options: { epochs: 1 },
      begun: async ({ worker }) => {
        await worker.request('setLearningRate', { learningRate: -1 }).catch((error: unknown) => refused.push(error));
      },
    });
    assert.match(String(refused[0]), /The learning rate must be a number from/);
    const idle = startTrainer({ script: 'dist/trainer.cjs', log: quiet });
    try {
      for (const name of ['pause', 'resume', 'stopAfterEpoch'] as const)
        await assert.rejects(idle.channel.request(name, null), /No run goes on that could be changed\./);
    } finally {
      await idle.dispose();
    }
  });
});
