import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadRun } from '../../src/client/loadRun';
import { Runs, type Run } from '../../src/host/runs';
import { trainPlan, type TrainPlan } from '../../src/host/trainPlan';
import type { TrainerProcess } from '../../src/client/trainerProcess';
import { exampleEvents, exampleResult } from '../client/exampleRun';
import { scratchFolder, type ScratchFolder } from '../client/stubScript';
import { stubTrainer, untilAborted } from '../client/stubTrainer';
import { exampleSettings } from './exampleSettings';

type Train = Parameters<typeof stubTrainer>[0];

const endless: Train = async (_, { emit, signal }) => {
  exampleEvents.slice(0, 2).forEach(emit);
  await untilAborted(signal);
  return { ...exampleResult, stopped: true };
};

describe('runs', () => {
  let scratch: ScratchFolder;
  let plan: TrainPlan;
  let runsFolder: string;

  beforeEach(() => {
    scratch = scratchFolder();
    runsFolder = path.join(scratch.path, 'runs');
    plan = trainPlan(
      { model: 'resnet18', classes: ['a', 'b'], batchSize: 64, optimizer: 'adam', learningRate: 0.001 },
      exampleSettings,
    );
  });

  afterEach(() => scratch.remove());

  function make(train: Train): { readonly runs: Runs; readonly seen: Run[]; readonly ended: () => number } {
    const seen: Run[] = [];
    let ended = 0;
    const startTrainer = (): TrainerProcess => {
      const trainer = stubTrainer(train);
      void trainer.channel.closed.then(() => ended++);
      return trainer;
    };
    const runs = new Runs({ startTrainer, runsFolder: () => runsFolder });
    runs.listen({ latest: (run) => void seen.push(run) });
    return { runs, seen, ended: () => ended };
  }

  it('shows the architecture before the worker is up, and keeps the run', async () => {
    const { runs, seen, ended } = make((_, { emit }) => {
      exampleEvents.forEach(emit);
      return exampleResult;
    });
    const going = runs.train(plan);
    const [shown] = seen;
    assert.equal(shown?.architecture.name, 'resnet18');
    assert.equal(shown.history.status().state, 'starting');
    assert.equal(runs.isGoing, true);
    assert.deepEqual(await going, exampleResult);
    assert.equal(runs.isGoing, false);
    assert.equal(ended(), 1);
    assert.equal(path.dirname(runs.latest?.folder ?? ''), runsFolder);
    assert.equal((await loadRun(runs.latest?.folder ?? '', () => undefined)).record.state, 'done');
  });

  it('fits the architecture to the classes that the worker found', async () => {
    const { runs, seen } = make((_, { emit }) => {
      exampleEvents.slice(0, 1).forEach(emit);
      return exampleResult;
    });
    await runs.train({ ...plan, options: { ...plan.options, classes: undefined } });
    assert.deepEqual(
      seen.map(({ architecture }) => architecture.classes),
      [10, 2],
    );
  });

  it('stops, and trains again', async () => {
    const { runs, ended } = make(endless);
    for (const time of [1, 2]) {
      const going = runs.train(plan);
      await assert.rejects(runs.train(plan), /A run is going on/);
      await runs.stop();
      assert.equal(runs.isGoing, false);
      assert.equal((await going).stopped, true);
      assert.equal(ended(), time);
    }
    await runs.stop();
  });

  it('refuses a network that there is none of, before anything is shown', async () => {
    const { runs, seen } = make(endless);
    const options = { ...plan.options, model: 'resnet35' };
    await assert.rejects(runs.train({ ...plan, options }), {
      reason: 'usage',
      message: /no model "resnet35".*Did you mean/,
    });
    assert.deepEqual(seen, []);
    assert.equal(runs.isGoing, false);
  });

  it('fails where the runs’ folder can’t be made, and ends the worker', async () => {
    runsFolder = path.join(scratch.path, 'file', 'runs');
    writeFileSync(path.join(scratch.path, 'file'), '');
    const { runs, ended } = make(endless);
    await assert.rejects(runs.train(plan), /The run can't be kept in/);
    const status = runs.latest?.history.status();
    assert.equal(status?.state, 'failed');
    assert.match(status.message, /The run can't be kept in/);
    assert.equal(ended(), 1);
    assert.equal(runs.isGoing, false);
  });

  it('fails when the worker can’t be started at all', async () => {
    const runs = new Runs({
      startTrainer: () => {
        throw new Error('no settings');
      },
      runsFolder: () => runsFolder,
    });
    await assert.rejects(runs.train(plan), /no settings/);
    assert.equal(runs.latest?.history.status().state, 'failed');
    assert.equal(runs.isGoing, false);
  });

  it('takes a run from the disk only while there is no newer one', async () => {
    const { runs, seen } = make(endless);
    const going = runs.train(plan);
    const [first] = seen;
    assert.ok(first !== undefined);
    runs.restore({ ...first, folder: '/old' });
    assert.equal(seen.length, 1);
    await runs.stop();
    await going;
    const other = make(endless);
    other.runs.restore({ ...first, folder: '/old' });
    assert.equal(other.runs.latest?.folder, '/old');
  });
});
