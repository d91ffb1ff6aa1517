import assert from 'node:assert/strict';
import path from 'node:path';
import { writeLabels } from '../../src/client/runLabels';
import { createRun } from '../../src/client/runStore';
import { Runs } from '../../src/host/runs';
import { Shown } from '../../src/host/shown';
import type { ViewContent } from '../../src/host/viewSession';
import { buildArchitecture } from '../../src/protocol/checkTrainOptions';
import { trainPlan, type TrainPlan } from '../../src/host/trainPlan';
import { exampleEvents, exampleOptions, exampleResult } from '../client/exampleRun';
import { scratchFolder, type ScratchFolder } from '../client/stubScript';
import { stubTrainer, untilAborted } from '../client/stubTrainer';
import { exampleSettings } from './exampleSettings';

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('what the views show', () => {
  let scratch: ScratchFolder;
  let stored: string;
  let memory: Map<string, unknown>;
  let titles: string[];
  let said: string[];
  let lookedAt: (readonly [view: string, step: number | undefined])[];
  let runs: Runs;
  let plan: TrainPlan;

  beforeEach(async () => {
    scratch = scratchFolder();
    stored = path.join(scratch.path, 'old');
    const store = await createRun(stored, { id: 'old', title: 'the old run', options: exampleOptions });
    for (const event of exampleEvents) await store.append(event);
    await store.finish({ state: 'done' });
    [memory, titles, said, lookedAt] = [new Map<string, unknown>(), [], [], []];
    runs = new Runs({ startTrainer: () => stubTrainer(() => exampleResult), runsFolder: () => scratch.path });
    const network = { model: 'resnet18', classes: ['a', 'b'], batchSize: 64, optimizer: 'adam', learningRate: 0.001 };
    plan = trainPlan({ ...network, optimizer: 'adam' }, exampleSettings);
  });

  afterEach(() => scratch.remove());

  function shownAfter(kept: object): Shown {
    memory.set('resnet.shown', kept);
    return new Shown({
      runs,
      panel: {
        show: ({ architecture }) => void titles.push(architecture?.title ?? 'nothing'),
        reveal: () => undefined,
        lookBack: (step) => void lookedAt.push(['panel', step]),
      },
      metrics: {
        show: () => undefined,
        reveal: () => Promise.resolve(),
        lookBack: (step) => void lookedAt.push(['metrics', step]),
      },
      memory: {
        get: (key: string) => memory.get(key) as never, // what was kept, of whatever type
        update: (key, value) => Promise.resolve(void memory.set(key, value)),
      },
      openFile: (file) => Promise.resolve(titled(file)),
      openModel: (file) =>
        file === 'gone'
          ? Promise.reject(new Error('There is no such file.'))
          : Promise.resolve(titled(`model ${file}`)),
    });
  }

  function titled(title: string): ViewContent {
    return { architecture: { architecture: buildArchitecture({ model: 'resnet18' }, 2), title } };
  }

  const restore = (shown: Shown): Promise<void> => shown.restore((line) => void said.push(line));

  it('looks back in both views', () => {
    shownAfter({}).lookBack(12);
    assert.deepEqual(lookedAt, [
      ['panel', 12],
      ['metrics', 12],
    ]);
  });

  it('begins with a network where there was nothing', async () => {
    await restore(shownAfter({}));
    assert.deepEqual(titles, ['resnet34']);
  });

  it('brings back the run, and the network that was chosen after it', async () => {
    await restore(shownAfter({ run: stored, network: 'resnet50' }));
    assert.deepEqual(titles, ['the old run', 'resnet50']);
    assert.deepEqual(memory.get('resnet.shown'), { run: stored, network: 'resnet50' });
    assert.deepEqual(said, []);
  });

  it('shows something, and says why, where the network that was shown is no longer known', async () => {
    await restore(shownAfter({ network: 'resnet35' }));
    assert.deepEqual(titles, ['resnet34']);
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', /no model "resnet35"/);
    assert.equal((memory.get('resnet.shown') as { network?: string }).network, undefined);
  });

  it('leaves what was opened meanwhile in the panel, tells more of it, and does not keep it', async () => {
    const shown = shownAfter({ run: stored });
    const restored = restore(shown);
    const weights = titled('weights');
    shown.showPassing(weights);
    await restored;
    assert.equal(titles.at(-1), 'weights');
    shown.enrich(weights, titled('measured weights'));
    assert.equal(titles.at(-1), 'measured weights');
    assert.deepEqual(memory.get('resnet.shown'), { run: stored });
    shown.showNetwork('resnet50');
    shown.enrich(weights, titled('too late'));
    assert.equal(titles.at(-1), 'resnet50');
  });

  it('shows the network where the run is gone', async () => {
    await restore(shownAfter({ run: path.join(scratch.path, 'gone'), network: 'resnet50' }));
    assert.deepEqual(titles, ['resnet50']);
    assert.match(said[0] ?? '', /there is no run\.json/);
  });

  it('brings back the network file that was shown, and follows it until something else is', async () => {
    const shown = shownAfter({ run: stored, file: 'a' });
    await restore(shown);
    shown.fileChanged('a', titled('a, changed'));
    shown.fileChanged('b', titled('b'));
    assert.equal(shown.file, 'a');
    shown.showNetwork('resnet50');
    shown.fileChanged('a', titled('a, changed again'));
    assert.deepEqual(titles, ['the old run', 'a', 'a, changed', 'resnet50']);
    shown.showFile('b', titled('b'));
    assert.deepEqual(memory.get('resnet.shown'), { run: stored, file: 'b' });
    await runs.train(plan);
    shown.fileChanged('b', titled('b, changed'));
    assert.equal(titles.at(-1), plan.title);
  });

  it('brings back another program’s file, which is no network file', async () => {
    const shown = shownAfter({ run: stored, model: 'a' });
    await restore(shown);
    assert.deepEqual(titles, ['the old run', 'model a']);
    assert.deepEqual(memory.get('resnet.shown'), { run: stored, model: 'a' });
    assert.equal(shown.file, undefined);
    shown.showModel('b', titled('b'));
    assert.deepEqual(memory.get('resnet.shown'), { run: stored, model: 'b' });
    shown.showNetwork('resnet50');
    assert.deepEqual(memory.get('resnet.shown'), { run: stored, network: 'resnet50' });
  });

  it('says that another program’s file is gone, and shows something', async () => {
    await restore(shownAfter({ model: 'gone' }));
    assert.deepEqual([titles, said], [['resnet34'], ['There is no such file.']]);
    assert.equal((memory.get('resnet.shown') as { model?: string }).model, undefined);
  });

  it('leaves a run alone that the user has begun meanwhile', async () => {
    const restoring = restore(shownAfter({ run: stored, network: 'resnet50' }));
    const going = runs.train(plan);
    await restoring;
    await going;
    assert.deepEqual(titles, [plan.title]);
  });

  it('opens a run of the disk as the latest, which the next window shows again', async () => {
    const shown = shownAfter({ network: 'resnet50' });
    await shown.openRun(stored, (line) => void said.push(line));
    assert.equal(titles.at(-1), 'the old run');
    assert.equal(runs.latest?.folder, stored);
    assert.deepEqual(memory.get('resnet.shown'), { run: stored });
    await writeLabels(stored, { name: 'renamed', tags: [] });
    await shown.openRun(stored, (line) => void said.push(line));
    assert.deepEqual([titles.at(-1), runs.latest.plan.title, said], ['renamed', 'the old run', []]);
    await assert.rejects(
      shown.openRun(path.join(scratch.path, 'gone'), () => undefined),
      /there is no run\.json/,
    );
  });

  it('opens a run of the disk beside one that goes on, which stays the latest', async () => {
    runs = new Runs({
      startTrainer: () =>
        stubTrainer(async (_, { signal }) => {
          await untilAborted(signal);
          return { ...exampleResult, stopped: true };
        }),
      runsFolder: () => scratch.path,
    });
    const shown = shownAfter({});
    const going = runs.train(plan);
    await until(() => runs.latest?.folder !== undefined);
    await shown.openRun(stored, () => undefined);
    assert.equal(titles.at(-1), 'the old run');
    assert.notEqual(runs.latest?.folder, stored);
    await shown.openRun(runs.latest?.folder ?? '', () => undefined);
    assert.equal(titles.at(-1), plan.title);
    await runs.stop();
    await going;
  });

  it('leaves the network alone that the user has chosen meanwhile', async () => {
    const shown = shownAfter({ run: stored, network: 'resnet50' });
    const restoring = restore(shown);
    shown.showNetwork('resnet18');
    await restoring;
    assert.equal(titles.at(-1), 'resnet18');
    assert.equal(titles.includes('resnet50'), false);
  });
});
