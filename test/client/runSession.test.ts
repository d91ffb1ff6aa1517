import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { loadRun } from '../../src/client/loadRun';
import { RunHistory } from '../../src/client/runHistory';
import { runSession } from '../../src/client/runSession';
import { createRun, type RunStore } from '../../src/client/runStore';
import { startTrainer, type TrainerProcess } from '../../src/client/trainerProcess';
import type { RunEvent, RunResult } from '../../src/protocol/run';
import { UserError } from '../../src/protocol/userError';
import { exampleEvents, exampleOptions, exampleResult } from './exampleRun';
import { scratchFolder, stub, writeStub, type ScratchFolder } from './stubScript';
import { stubTrainer, untilAborted } from './stubTrainer';

const about = { id: 'run-1', title: 'resnet34 · airplane, bird', options: exampleOptions };

const quiet = (): void => undefined;

describe('run session', function () {
  this.timeout(30_000);
  let scratch: ScratchFolder;
  let folder: string;
  let store: RunStore;
  let history: RunHistory;
  let stop: AbortController;

  beforeEach(async () => {
    scratch = scratchFolder();
    folder = path.join(scratch.path, 'run-1');
    store = await createRun(folder, about);
    history = new RunHistory(about);
    stop = new AbortController();
  });

  afterEach(() => scratch.remove());

  interface Extra {
    readonly onEvent?: (event: RunEvent) => void;
    readonly graceMs?: number;
    readonly store?: RunStore;
  }

  function run(trainer: TrainerProcess, extra: Extra = {}): Promise<RunResult> {
    return runSession({ trainer, options: exampleOptions, store, history, signal: stop.signal, ...extra });
  }

  async function assertEnd(state: string, message: RegExp): Promise<void> {
    assert.equal(history.status().state, state);
    assert.match(history.status().message, message);
    const stored = await loadRun(folder, quiet);
    assert.equal(stored.record.state, state);
    assert.equal(stored.history.status().message, history.status().message);
  }

  it('keeps a run that ends well, and hands its events on', async () => {
    const seen: string[] = [];
    const trainer = stubTrainer(({ options, weightsOut }, { emit }) => {
      assert.deepEqual(options, exampleOptions);
      assert.equal(weightsOut, path.join(folder, 'weights.safetensors'));
      exampleEvents.forEach(emit);
      return exampleResult;
    });
    const result = await run(trainer, { onEvent: ({ type }) => void seen.push(type) });
    assert.deepEqual(result, exampleResult);
    assert.deepEqual(
      seen,
      exampleEvents.map(({ type }) => type),
    );
    assert.equal(history.snapshot().steps.loss.length, 4);
    await assertEnd('done', /^Finished: best test accuracy 75\.00 % \(epoch 2\)$/);
  });

  it('stops after the batch in hand', async () => {
    const trainer = stubTrainer(async (_, { emit, signal }) => {
      exampleEvents.slice(0, 4).forEach(emit);
      await untilAborted(signal);
      return { ...exampleResult, stopped: true };
    });
    const result = await run(trainer, { onEvent: ({ type }) => type === 'epoch' && stop.abort() });
    assert.equal(result.stopped, true);
    await assertEnd('stopped', /^Stopped: best test accuracy 62\.50 %/);
  });

  it('does not begin what was stopped before', async () => {
    stop.abort();
    const trainer = stubTrainer(async (_, { signal }) => {
      await untilAborted(signal);
      return { ...exampleResult, stopped: true, epochs: [], steps: 0 };
    });
    assert.equal((await run(trainer)).steps, 0);
    await assertEnd('stopped', /^Stopped/);
  });

  it('kills a worker that does not stop, which counts as stopped', async () => {
    const trainer = stubTrainer((_, { emit }) => {
      exampleEvents.slice(0, 5).forEach(emit);
      return new Promise(() => undefined);
    });
    const result = await run(trainer, { graceMs: 50, onEvent: ({ type }) => type === 'epoch' && stop.abort() });
    assert.equal(trainer.wasKilled(), true);
    assert.equal(result.stopped, true);
    assert.equal(result.steps, 4);
    assert.equal(result.bestAccuracy, 0.625);
    await assertEnd('stopped', /^Stopped/);
  });

  it('counts as stopped when whoever stopped it loses patience and kills the worker', async () => {
    const trainer = stubTrainer((_, { emit }) => {
      exampleEvents.slice(0, 5).forEach(emit);
      return new Promise(() => undefined);
    });
    const impatient = ({ type }: RunEvent): void => {
      if (type !== 'epoch') return;
      stop.abort();
      setTimeout(() => trainer.kill(), 20);
    };
    const result = await run(trainer, { onEvent: impatient });
    assert.equal(result.stopped, true);
    assert.equal(result.steps, 4);
    await assertEnd('stopped', /^Stopped: best test accuracy 62\.50 %/);
  });

  it('fails when the worker itself reports a fault while it stops', async () => {
    const trainer = stubTrainer(async (_, { signal }) => {
      await untilAborted(signal);
      throw new UserError("The weights can't be written: the disk is full.");
    });
    stop.abort();
    await assert.rejects(run(trainer), /The weights can't be written/);
    await assertEnd('failed', /^The weights can't be written/);
  });

  it('leaves an epoch without a measured accuracy out of the best', async () => {
    const trainer = stubTrainer((_, { emit }) => {
      for (const event of exampleEvents.slice(0, 6))
        emit(event.type === 'epoch' && event.epoch === 2 ? { ...event, testAccuracy: Number.NaN } : event);
      return new Promise(() => undefined);
    });
    const second = (event: RunEvent): unknown => event.type === 'epoch' && event.epoch === 2 && stop.abort();
    assert.equal((await run(trainer, { graceMs: 20, onEvent: second })).bestAccuracy, 0.625);
  });

  it('tells the store once how it ended, also where the last lines can’t be kept', async () => {
    const ends: unknown[] = [];
    const finish = store.finish.bind(store);
    store.finish = async (end) => {
      ends.push(end.state);
      await finish(end);
      throw new UserError('The disk is full.');
    };
    const trainer = stubTrainer(() => exampleResult);
    await assert.rejects(run(trainer), /The disk is full/);
    assert.deepEqual(ends, ['done']);
    assert.equal(history.status().state, 'failed');
    assert.equal(history.status().message, 'The disk is full.');
  });

  it('keeps the worker’s own sentence for a failure', async () => {
    const trainer = stubTrainer((_, { emit }) => {
      exampleEvents.slice(0, 2).forEach(emit);
      throw new UserError('The loss became NaN at step 3; try a smaller learning rate.');
    });
    await assert.rejects(run(trainer), { message: 'The loss became NaN at step 3; try a smaller learning rate.' });
    await assertEnd('failed', /^The loss became NaN at step 3/);
    assert.equal((await loadRun(folder, quiet)).history.snapshot().steps.loss.length, 2);
  });

  it('fails with the folder’s sentence when the disk is full, and stops the worker', async () => {
    folder = path.join(scratch.path, 'full');
    mkdirSync(folder);
    symlinkSync('/dev/full', path.join(folder, 'metrics.jsonl'));
    const full = await createRun(folder, about);
    let stopped = false;
    const trainer = stubTrainer(async (_, { emit, signal }) => {
      exampleEvents.slice(0, 2).forEach(emit);
      await untilAborted(signal);
      stopped = true;
      return { ...exampleResult, stopped: true };
    });
    await assert.rejects(run(trainer, { store: full }), /The run can't be kept in .*: the disk is full/);
    assert.equal(stopped, true);
    rmSync(path.join(folder, 'metrics.jsonl')); // reading it would never end
    await assertEnd('failed', /the disk is full/);
  });

  it('fails when the worker is killed in mid-epoch; what was reported is there', async () => {
    const start = JSON.stringify(exampleEvents[0]);
    const steps = `event({ type: 'steps', first: 1, epoch: 1, loss: Float32Array.of(0.7), accuracy: Float32Array.of(0.5), learningRate: Float32Array.of(1), imagesPerSecond: Float32Array.of(1), stepMs: Float32Array.of(1) });`;
    const script = writeStub(scratch.path, stub.greet, stub.stay, stub.onTrain(`event(${start}); ${steps}`));
    const trainer = startTrainer({ script, log: quiet });
    try {
      const killing = ({ type }: RunEvent): unknown => type === 'steps' && process.kill(trainer.pid ?? 0, 'SIGKILL');
      await assert.rejects(run(trainer, { onEvent: killing }), /^UserError: The trainer was killed \(SIGKILL\)/);
      await assertEnd('failed', /^The trainer was killed \(SIGKILL\)/);
      const stored = await loadRun(folder, quiet);
      assert.deepEqual(stored.history.snapshot().steps.loss, Float32Array.of(0.7));
    } finally {
      await trainer.dispose();
    }
  });

  it('fails when the worker never starts', async () => {
    const trainer = startTrainer({ script: path.join(scratch.path, 'missing.cjs'), log: quiet });
    await assert.rejects(run(trainer), /The trainer ended with exit code 1/);
    await assertEnd('failed', /The trainer ended with exit code 1/);
  });
});
