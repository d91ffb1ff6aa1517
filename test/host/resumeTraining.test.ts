import { typedTexts } from './fakeVscode';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createRun } from '../../src/client/runStore';
import { Runs } from '../../src/host/runs';
import { resumeTraining } from '../../src/host/trainCommand';
import type { TrainOptions } from '../../src/protocol/run';
import { exampleEvents, exampleOptions, exampleResult } from '../client/exampleRun';
import { stubTrainer } from '../client/stubTrainer';
import { temporaryFolder } from '../data/temporaryFolder';
import { exampleSettings } from './exampleSettings';

describe('resuming', () => {
  const folder = temporaryFolder();
  let trained: { readonly epochs: number; readonly resume: string | undefined }[];

  beforeEach(() => {
    trained = [];
    typedTexts.length = 0;
  });

  async function stored(events: typeof exampleEvents, options: Partial<TrainOptions> = {}): Promise<string> {
    const run = path.join(folder.path, 'stored');
    const store = await createRun(run, { id: 'stored', title: 'stored', options: { ...exampleOptions, ...options } });
    for (const event of events) await store.append(event);
    await store.finish({ state: 'stopped' });
    writeFileSync(path.join(run, 'checkpoint.safetensors'), '');
    return run;
  }

  async function resume(run?: string): Promise<void> {
    const startTrainer = (): ReturnType<typeof stubTrainer> =>
      stubTrainer(({ options, resume: from }) => {
        trained.push({ epochs: options.epochs, resume: from });
        return exampleResult;
      });
    const uses = {
      runs: new Runs({ startTrainer, runsFolder: () => folder.path }),
      indicator: { follow: (_: unknown, going: Promise<typeof exampleResult>) => going },
      output: { info: () => undefined, error: () => undefined },
      settings: () => exampleSettings,
      reveal: () => Promise.resolve(),
    };
    await resumeTraining(uses, run);
  }

  it('goes on with the run that is named', async () => {
    const run = await stored(exampleEvents.slice(0, 4));
    await resume(run);
    assert.deepEqual(trained, [{ epochs: 2, resume: path.join(run, 'checkpoint.safetensors') }]);
  });

  it('asks how far where that has finished', async () => {
    const run = await stored(exampleEvents);
    await resume(run);
    assert.equal(trained.length, 0);
    typedTexts.push('7');
    await resume(run);
    assert.equal(trained[0]?.epochs, 7);
  });

  it('says so where there is no run', async () => {
    await assert.rejects(resume(), /There is no run to resume yet/);
  });
});
