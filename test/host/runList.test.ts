import { chosenLabels, chosenTogether, offeredLabels, pressedButtons, ranCommands, shownMessages, typedTexts } from './fakeVscode'; // prettier-ignore
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createRun } from '../../src/client/runStore';
import { RunList } from '../../src/host/runList';
import type { RunsListener } from '../../src/host/runs';
import type { RunCommandName } from '../../src/host/runCommandNames';
import { exampleEvents, exampleOptions } from '../client/exampleRun';
import { storeRun } from '../client/storedRun';
import { temporaryFolder } from '../data/temporaryFolder';
import { fakeEditor } from './fakeEditor';
import { fakeTree, type FakeItem } from './fakeTree';

describe('the list of runs', () => {
  const overlaid: (readonly string[])[] = [];
  const folder = temporaryFolder();
  let memory: Map<string, unknown>;
  let logged: string[];
  let opened: string[];
  let list: RunList;
  let news: RunsListener;

  beforeEach(() => {
    [memory, logged, opened] = [new Map<string, unknown>(), [], []];
    for (const queue of [chosenLabels, chosenTogether, offeredLabels, pressedButtons, ranCommands, shownMessages, typedTexts]) queue.length = 0; // prettier-ignore
    fakeTree.view.selection = [];
    list = make();
  });
  afterEach(() => {
    list.dispose();
    fakeEditor.documents.clear();
  });

  function make(folders = (): readonly string[] => [folder.path]): RunList {
    return new RunList({
      runs: {
        listen: (listener) => {
          news = listener;
          return () => undefined;
        },
      },
      folders,
      overlay: (histories) => Promise.resolve(void overlaid.push(histories.map((history) => history.status().title))),
      memory: {
        get: (key: string) => memory.get(key) as never, // what was kept, of whatever type
        update: (key, value) => Promise.resolve(void memory.set(key, value)),
      },
      log: (line) => void logged.push(line),
    });
  }

  const shows = {
    open: (run: string): Promise<void> => Promise.resolve(void opened.push(run)),
    compareGraphs: (runs: readonly string[]): Promise<void> => Promise.resolve(void opened.push(runs.join(' and '))),
  };
  const kept = (id: string): string => path.join(folder.path, id);
  const labels = (id: string): unknown => JSON.parse(readFileSync(path.join(kept(id), 'labels.json'), 'utf8'));
  const ids = async (): Promise<readonly string[]> =>
    (await fakeTree.items()).map(({ id }) => path.basename(id ?? '')); // prettier-ignore

  async function item(id: string): Promise<FakeItem> {
    return (await fakeTree.items()).find((each) => each.id === kept(id)) ?? assert.fail(id);
  }

  async function run(command: RunCommandName, ...given: readonly unknown[]): Promise<void> {
    await list.commands(shows)[command](...given);
  }

  function storeTwo(): void {
    storeRun(folder.path, 'good', { created: '2026-11-27T10:00:00.000Z' });
    const change = { created: '2026-11-27T11:00:00.000Z', state: 'failed', epochs: [], title: 'resnet50' } as const;
    storeRun(folder.path, 'bad', change);
  }

  it('shows each run with its state, numbers and tooltip, newest first', async () => {
    storeTwo();
    assert.deepEqual(await ids(), ['bad', 'good']);
    const good = await item('good');
    assert.equal(good.label, 'resnet34 · airplane, bird');
    assert.equal(good.description, 'Finished · 75.00 % · 8.0 s · cpu');
    assert.deepEqual([good.contextValue, good.iconPath?.id], ['run.over', 'pass']);
    assert.equal(good.tooltip, undefined);
    assert.match(fakeTree.tooltip(good) ?? '', /Network: resnet34, 21,285,698 parameters/);
    assert.equal((await item('bad')).iconPath?.id, 'error');
  });

  it('shows nothing where there is nothing, and a sentence where the settings are of no use', async () => {
    assert.deepEqual(await ids(), []);
    assert.equal(fakeTree.view.message, '');
    list.dispose();
    list = make(() => {
      throw new Error('The setting resnet.seed can’t be used.');
    });
    assert.deepEqual(await ids(), []);
    assert.equal(fakeTree.view.message, 'The setting resnet.seed can’t be used.');
  });

  it('tells of a damaged run once', async () => {
    storeTwo();
    writeFileSync(path.join(kept('bad'), 'run.json'), '{');
    assert.deepEqual(await ids(), ['good']);
    await fakeTree.items();
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? '', /bad can't be opened: there is no JSON in run\.json/);
  });

  it('is read anew a moment after a run has changed, once for many news', async () => {
    storeTwo();
    await fakeTree.items();
    const before = fakeTree.refreshes;
    for (let count = 0; count < 5; count++) fakeEditor.touchFile();
    news.event?.(exampleEvents[0] ?? assert.fail());
    news.going?.(false);
    assert.equal(fakeTree.refreshes, before);
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(fakeTree.refreshes, before + 1);
  });

  it('follows a run that goes on', async () => {
    const store = await createRun(kept('live'), { id: 'live', title: 'live', options: exampleOptions });
    assert.equal((await item('live')).description, 'Starting');
    for (const event of exampleEvents.slice(0, 4)) await store.append(event);
    const going = await item('live');
    assert.equal(going.description, 'Running 1/2 · 62.50 % · 4.0 s · cpu');
    assert.deepEqual([going.contextValue, going.iconPath?.id], ['run.going', 'sync~spin']);
    await assert.rejects(run('deleteRun', going), /live goes on: stop it before you delete it\./);
    await store.finish({ state: 'stopped' });
    assert.equal((await item('live')).iconPath?.id, 'debug-stop');
  });

  it('opens the run that is clicked, or one that is chosen', async () => {
    storeTwo();
    await run('openRun', await item('good'));
    chosenLabels.push('resnet50');
    await run('openRun');
    await run('openRun');
    assert.deepEqual(opened, [kept('good'), kept('bad')]);
    assert.deepEqual(offeredLabels[0], ['resnet50', 'resnet34 · airplane, bird']);
  });

  it('says so where there is no run to choose', async () => {
    await assert.rejects(run('openRun'), /There are no runs yet: train one first\./);
  });

  it('renames a run, and gives it its title back', async () => {
    storeTwo();
    typedTexts.push(' the best ');
    await run('renameRun', await item('good'));
    assert.equal((await item('good')).label, 'the best');
    assert.deepEqual(labels('good'), { name: 'the best', tags: [] });
    await run('renameRun', await item('good'));
    assert.equal((await item('good')).label, 'the best');
    fakeTree.view.selection = [await item('good')];
    typedTexts.push('');
    await run('renameRun', 'selection');
    assert.equal((await item('good')).label, 'resnet34 · airplane, bird');
  });

  it('tags what is selected: with new words, then with those that there are', async () => {
    storeTwo();
    typedTexts.push('#wide, seed-1 wide');
    await run('tagRun', await item('good'));
    assert.deepEqual(labels('good'), { tags: ['wide', 'seed-1'] });
    const both = [await item('bad'), await item('good')];
    chosenTogether.push(['wide']);
    await run('tagRun', both[0], both);
    assert.deepEqual([labels('bad'), labels('good')], [{ tags: ['wide'] }, { tags: ['wide', 'seed-1'] }]);
    chosenTogether.push(['$(add) New tags…']);
    typedTexts.push('late');
    const again = [await item('bad'), await item('good')];
    await run('tagRun', again[0], again);
    assert.deepEqual([labels('bad'), labels('good')], [{ tags: ['late'] }, { tags: ['seed-1', 'late'] }]);
    await run('tagRun', await item('good'));
    assert.deepEqual(labels('good'), { tags: ['seed-1', 'late'] });
    assert.match((await item('good')).description ?? '', /#seed-1 #late$/);
  });

  it('opens a run’s network file as a new one', async () => {
    const store = await createRun(kept('whole'), { id: 'whole', title: 'whole', options: exampleOptions });
    await store.finish({ state: 'stopped' });
    storeRun(folder.path, 'old', { title: 'old' });
    await run('duplicateRun', await item('whole'));
    await run('duplicateRun', await item('old'));
    const names = ['resnet34-copy.resnet.json', 'resnet34-copy-2.resnet.json'];
    assert.deepEqual([...fakeEditor.documents.keys()], names);
    assert.equal(fakeEditor.documents.get(names[0] ?? ''), readFileSync(path.join(kept('whole'), 'network.resnet.json'), 'utf8')); // prettier-ignore
    assert.match(fakeEditor.documents.get(names[1] ?? '') ?? '', /"preset": "resnet34"[^]*"engine": "cpu"/);
  });

  it('copies the paths of what is selected', async () => {
    storeTwo();
    const both = [await item('bad'), await item('good')];
    await run('copyRunPath', both[1], both);
    assert.equal(fakeTree.clipboard, `${kept('bad')}\n${kept('good')}`);
  });

  it('moves runs to the trash when that is confirmed', async () => {
    storeTwo();
    const deleted: [string, object][] = [];
    fakeEditor.deleteFile = (file, options) => Promise.resolve(void deleted.push([file, options]));
    await run('deleteRun', await item('good'));
    assert.deepEqual([shownMessages, deleted], [['Delete "resnet34 · airplane, bird"?'], []]);
    pressedButtons.push('Move to Trash');
    const both = [await item('bad'), await item('good')];
    await run('deleteRun', both[0], both);
    assert.equal(shownMessages[1], 'Delete 2 runs?');
    assert.deepEqual(deleted, [kept('bad'), kept('good')].map((file) => [file, { recursive: true, useTrash: true }])); // prettier-ignore
  });

  it('asks before it deletes for good where there is no trash', async () => {
    storeTwo();
    fakeEditor.deleteFile = (file, options) => {
      if ('useTrash' in options && options.useTrash === true) return Promise.reject(new Error('no trash'));
      rmSync(file, { recursive: true });
      return Promise.resolve();
    };
    pressedButtons.push('Move to Trash');
    await run('deleteRun', await item('good'));
    assert.ok(existsSync(kept('good')));
    assert.equal(shownMessages.length, 2);
    pressedButtons.push('Move to Trash', 'Delete for Good');
    await run('deleteRun', await item('good'));
    assert.deepEqual(await ids(), ['bad']);
    fakeEditor.deleteFile = () => Promise.reject(new Error('it is in use'));
    pressedButtons.push('Move to Trash', 'Delete for Good');
    await assert.rejects(run('deleteRun', await item('bad')), /The run in .*bad can't be deleted: it is in use\./);
  });

  it('is filtered and sorted, and remembers how', async () => {
    storeTwo();
    chosenLabels.push('state:Failed');
    await run('filterRuns');
    assert.deepEqual(offeredLabels[0], ['$(search) Words…', 'state:Failed', 'state:Finished', 'network:resnet34', 'engine:cpu']); // prettier-ignore
    assert.deepEqual(await ids(), ['bad']);
    assert.equal(fakeTree.view.message, 'Filter: state:Failed (1 of 2)');
    assert.deepEqual(ranCommands.at(-1), ['setContext', 'resnet.runsFiltered', true]);
    chosenLabels.push('$(search) Words…');
    typedTexts.push('resnet');
    await run('filterRuns');
    chosenLabels.push('Highest accuracy first');
    await run('sortRuns');
    list.dispose();
    list = make();
    assert.deepEqual(await ids(), ['good', 'bad']);
    assert.equal(fakeTree.view.description, 'Highest accuracy first');
    assert.equal(fakeTree.view.message, 'Filter: resnet (2 of 2)');
    await run('clearRunFilter');
    await fakeTree.items();
    assert.equal(fakeTree.view.message, '');
    assert.deepEqual(ranCommands.at(-1), ['setContext', 'resnet.runsFiltered', false]);
    memory.set('resnet.runs', { order: 'colour' });
    list.dispose();
    list = make();
    assert.deepEqual(await ids(), ['bad', 'good']);
  });

  it('shows the graphs of two that are selected', async () => {
    storeTwo();
    const both = [await item('bad'), await item('good')];
    await run('compareGraphs', both[0], both);
    assert.deepEqual(opened, [`${kept('bad')} and ${kept('good')}`]);
  });

  it('compares what is selected in a Markdown page', async () => {
    storeTwo();
    const both = [await item('bad'), await item('good')];
    await assert.rejects(run('compareRuns', both[0]), /Select at least two runs to compare\./);
    await run('compareRuns', both[0], both);
    assert.equal(overlaid.length, 1);
    assert.equal(overlaid[0]?.length, 2, 'their curves over each other');
    const [command, page] = ranCommands.at(-1) ?? [];
    assert.equal(command, 'markdown.showPreview');
    const provider = fakeEditor.providers.get('resnet-compare') ?? assert.fail();
    const text = await provider.provideTextDocumentContent(page as never); // the page that was shown
    assert.match(text, /\| result \| bad \| good \|[^]*\| state \| Failed \| Finished \|/);
    rmSync(kept('good'), { recursive: true });
    assert.match(
      await provider.provideTextDocumentContent(page as never),
      /good can't be opened: there is no run\.json/,
    );
  });
});
