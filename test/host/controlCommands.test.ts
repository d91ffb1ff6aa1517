import { contexts, inputBoxes, typedTexts } from './fakeVscode';
import assert from 'node:assert/strict';
import path from 'node:path';
import { controlCommands } from '../../src/host/controlCommands';
import { runContexts } from '../../src/host/runContexts';
import { Runs } from '../../src/host/runs';
import { trainPlan } from '../../src/host/trainPlan';
import { deferred } from '../../src/protocol/deferred';
import type { RunEvent } from '../../src/protocol/run';
import type { TrainInput } from '../../src/protocol/trainerContract';
import { exampleEvents, exampleResult } from '../client/exampleRun';
import { scratchFolder, type ScratchFolder } from '../client/stubScript';
import { stubTrainer, untilAborted } from '../client/stubTrainer';
import { exampleSettings } from './exampleSettings';

describe('commands that change a run that goes on', () => {
  let scratch: ScratchFolder;
  let asked: unknown[];
  let input: TrainInput | undefined;
  let emit: (event: RunEvent) => void;
  let mayStart: () => void;
  let runs: Runs;
  const plan = trainPlan(
    { model: 'resnet18', classes: ['a', 'b'], batchSize: 64, optimizer: 'adam', learningRate: 0.001 },
    exampleSettings,
  );

  beforeEach(() => {
    scratch = scratchFolder();
    asked = [];
    inputBoxes.length = 0;
    const gate = deferred<undefined>();
    mayStart = () => gate.resolve(undefined);
    const answer = (name: string) => (given: unknown) => {
      asked.push(given === null ? name : [name, given]);
      return null;
    };
    runs = new Runs({
      runsFolder: () => path.join(scratch.path, 'runs'),
      keeps: () => ({ checkpoint: true, best: false, tensorboard: false }),
      startTrainer: () =>
        stubTrainer(
          async (given, run) => {
            input = given;
            emit = run.emit;
            await gate.promise;
            exampleEvents.slice(0, 2).forEach(run.emit);
            await untilAborted(run.signal);
            return { ...exampleResult, stopped: true };
          },
          {
            ...{ pause: answer('pause'), resume: answer('resume'), stopAfterEpoch: answer('stopAfterEpoch') },
            setLearningRate: answer('setLearningRate'),
          },
        ),
    });
    runs.listen(runContexts);
  });

  afterEach(async () => {
    mayStart();
    await runs.stop();
    scratch.remove();
  });

  const started = async (): Promise<void> => {
    void runs.train(plan);
    mayStart();
    while (runs.latest?.history.status().state !== 'running') await new Promise(setImmediate);
  };
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

  it('say what is missing where no run goes on, or where it only starts', async () => {
    for (const change of Object.values(controlCommands))
      await assert.rejects(change(runs), /^UserError: No run goes on/);
    void runs.train(plan);
    for (const change of Object.values(controlCommands))
      await assert.rejects(change(runs), /The run is still starting/);
    assert.deepEqual(asked, []);
  });

  it('are told to the worker', async () => {
    await started();
    await controlCommands.pause(runs);
    await controlCommands.continue(runs);
    await controlCommands.stopAfterEpoch(runs);
    assert.deepEqual(asked, ['pause', 'resume', 'stopAfterEpoch']);
  });

  it('ask for the learning rate, with the one in effect to begin with, and refuse what is none', async () => {
    await started();
    typedTexts.push('0.01', 'fast', '', '0', '1e-4');
    await controlCommands.changeLearningRate(runs);
    emit({ type: 'learningRate', step: 3, learningRate: 0.01 });
    await settled();
    for (let time = 0; time < 5; time++) await controlCommands.changeLearningRate(runs);
    assert.deepEqual(asked, [
      ['setLearningRate', { learningRate: 0.01 }],
      ['setLearningRate', { learningRate: 1e-4 }],
    ]);
    const refused = 'The learning rate must be a number from 0.000000000001 to 1,000, but is';
    assert.deepEqual(inputBoxes, [
      { value: '0.001', problem: undefined },
      { value: '0.01', problem: `${refused} NaN.` },
      { value: '0.01', problem: 'Type a learning rate, such as 0.001.' },
      { value: '0.01', problem: `${refused} 0.` },
      { value: '0.01', problem: undefined },
      { value: '0.01', problem: undefined },
    ]);
  });

  it('are enabled by what the run does', async () => {
    const now = (): unknown[] => ['going', 'paused', 'stopsAfterEpoch'].map((name) => contexts.get(`resnet.${name}`));
    await started();
    assert.deepEqual(now(), [true, false, false]);
    emit({ type: 'orders', step: 3, paused: true, stopsAfterEpoch: true });
    await settled();
    assert.deepEqual(now(), [true, true, true]);
    await runs.stop();
    assert.deepEqual(now(), [false, false, false]);
  });

  it('leave a run what the settings say that it keeps', async () => {
    await started();
    const kept = [input?.checkpointOut, input?.bestOut].map((file) =>
      file === undefined ? undefined : path.basename(file),
    );
    assert.deepEqual(kept, ['checkpoint.safetensors', undefined]);
  });
});
