import { chosenLabels, offeredLabels } from './fakeVscode';
import assert from 'node:assert/strict';
import path from 'node:path';
import { createRun } from '../../src/client/runStore';
import { compareCommand } from '../../src/host/compareCommand';
import { comparedRuns, drawnComparison, type ComparedContent } from '../../src/host/comparedContent';
import { compareGraphs, type GraphComparing } from '../../src/host/compareGraphs';
import { networkContent } from '../../src/host/networkContent';
import { Runs } from '../../src/host/runs';
import { trainPlan } from '../../src/host/trainPlan';
import type { ViewContent } from '../../src/host/viewSession';
import { buildArchitecture } from '../../src/protocol/checkTrainOptions';
import { UserError } from '../../src/protocol/userError';
import { exampleEvents, exampleOptions, exampleResult } from '../client/exampleRun';
import { scratchFolder, type ScratchFolder } from '../client/stubScript';
import { stubTrainer } from '../client/stubTrainer';
import { exampleSettings } from './exampleSettings';
import { fakeEditor } from './fakeEditor';

describe('comparing', () => {
  let compared: ComparedContent[];
  let revealed: number;
  let scratch: ScratchFolder;
  let runs: Runs;
  let said: string[];
  const panel = {
    content: networkContent('resnet50'),
    compare: (content: ComparedContent): void => void compared.push(content),
    reveal: (): void => {
      revealed++;
    },
  };

  beforeEach(() => {
    [compared, revealed, said] = [[], 0, []];
    for (const list of [chosenLabels, offeredLabels]) list.length = 0;
    scratch = scratchFolder();
    runs = new Runs({ startTrainer: () => stubTrainer(() => exampleResult), runsFolder: () => scratch.path });
  });
  afterEach(() => {
    scratch.remove();
    fakeEditor.documents.clear();
  });

  const titles = (): readonly string[] => compared.flatMap(({ left, right }) => [left.architecture.title, right.architecture.title]); // prettier-ignore

  describe('architectures', () => {
    const plain = buildArchitecture({ model: 'plain34' }, 2);
    const openFile = (file: string): Promise<ViewContent> =>
      file.endsWith('broken.resnet.json')
        ? Promise.reject(new UserError('There is no network in it.'))
        : Promise.resolve({ architecture: { architecture: plain, title: 'small.resnet.json' } });

    it('asks for two of the one shown, the workspace’s files and the presets', async () => {
      fakeEditor.documents.set('/folder/small.resnet.json', '{}');
      fakeEditor.documents.set('/folder/other.json', '{}');
      chosenLabels.push('resnet34', 'folder/small.resnet.json');
      await compareCommand({ panel, openFile });
      assert.deepEqual(titles(), ['resnet34', 'small.resnet.json']);
      assert.equal(revealed, 1);
      assert.deepEqual(offeredLabels[0]?.slice(0, 3), ['resnet50', 'folder/small.resnet.json', 'resnet18']);
      assert.deepEqual(offeredLabels[1], offeredLabels[0]);
    });

    it('takes two by their names, as the walkthrough gives them', async () => {
      await compareCommand({ panel, openFile }, 'plain34', 'resnet34');
      assert.deepEqual([titles(), revealed, offeredLabels], [['plain34', 'resnet34'], 1, []]);
      await assert.rejects(compareCommand({ panel, openFile }, 'plain34', 'resnet35'), /resnet35/);
    });

    it('shows nothing where one of the lists is closed', async () => {
      await compareCommand({ panel, openFile });
      chosenLabels.push('resnet34');
      await compareCommand({ panel, openFile });
      assert.deepEqual([compared, revealed], [[], 0]);
      assert.equal(offeredLabels.length, 3);
    });

    it('says why a file can’t be compared', async () => {
      fakeEditor.documents.set('/folder/broken.resnet.json', '');
      chosenLabels.push('folder/broken.resnet.json');
      await assert.rejects(compareCommand({ panel, openFile }), /There is no network in it/);
      assert.deepEqual(compared, []);
    });
  });

  describe('runs', () => {
    async function keptRun(name: string): Promise<string> {
      const folder = path.join(scratch.path, name);
      const store = await createRun(folder, { id: name, title: `run ${name}`, options: exampleOptions });
      for (const event of exampleEvents) await store.append(event);
      await store.finish({ state: 'done' });
      return folder;
    }

    const comparing = (): GraphComparing => ({ panel, runs, log: (line) => void said.push(line) });

    it('draws two kept runs, each with its newest step alone', async () => {
      await compareGraphs(comparing(), [await keptRun('a'), await keptRun('b')]);
      assert.deepEqual(titles(), ['run a', 'run b']);
      const [content] = compared;
      assert.ok(content);
      const { left, right } = drawnComparison(content);
      for (const { run, architecture } of [left, right]) {
        assert.equal(architecture.classes, 2);
        assert.equal(run?.steps.loss.length, 1);
        assert.equal(run.from + 1, content.left.history?.mark().steps);
        assert.equal(run.status.state, 'done');
      }
      assert.deepEqual(said, []);
    });

    it('follows the run that goes on here', async () => {
      const network = { model: 'resnet18', classes: ['a', 'b'], batchSize: 64, learningRate: 0.001 };
      const going = runs.train(trainPlan({ ...network, optimizer: 'adam' }, exampleSettings));
      await going;
      const folder = runs.latest?.folder;
      assert.ok(folder !== undefined);
      await compareGraphs(comparing(), [folder, await keptRun('b')]);
      const [content] = compared;
      assert.ok(content);
      assert.equal(content.left.history, runs.latest?.history);
      content.right.history?.finish('failed', 'It ended, too.');
      assert.equal(comparedRuns(content).right?.status.message, 'It ended, too.');
    });

    it('wants two', async () => {
      const run = await keptRun('a');
      for (const runs of [[run], [run, run, run]])
        await assert.rejects(compareGraphs(comparing(), runs), /^UserError: Select two runs/);
    });

    it('says which run is gone', async () => {
      const gone = path.join(scratch.path, 'gone');
      await assert.rejects(compareGraphs(comparing(), [await keptRun('a'), gone]), /gone.*there is no run\.json/);
      assert.deepEqual(compared, []);
    });
  });
});
