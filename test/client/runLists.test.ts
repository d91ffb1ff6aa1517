import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { distinctNames, listedRun, listedRuns, runName, type ListedRun } from '../../src/client/listedRuns';
import { loadRun } from '../../src/client/loadRun';
import { filterWords, matches } from '../../src/client/runFilter';
import { runFacts, runLine } from '../../src/client/runFacts';
import { readLabels, writeLabels } from '../../src/client/runLabels';
import { ordered } from '../../src/client/runOrder';
import { runTooltip } from '../../src/client/runTooltip';
import { temporaryFolder } from '../data/temporaryFolder';
import { exampleOptions } from './exampleRun';
import { storedRecord, storeRun } from './storedRun';

function unexpected(line: string): never {
  throw new Error(line);
}

const listed = (change: Partial<ListedRun['record']>, labels: ListedRun['labels'] = { tags: [] }): ListedRun => ({
  folder: `/runs/${change.id ?? 'run'}`,
  record: { ...storedRecord, ...change },
  labels,
});

const [first] = storedRecord.epochs;
const best = (testAccuracy: number, seconds = 4): Partial<ListedRun['record']> => ({
  epochs: first === undefined ? [] : [{ ...first, testAccuracy, seconds }],
});

describe('lists of runs', () => {
  const folder = temporaryFolder();

  it('keep names and tags beside a run, and leave its record alone', async () => {
    const run = storeRun(folder.path, 'a');
    const before = readFileSync(path.join(run, 'run.json'), 'utf8');
    assert.deepEqual(await readLabels(run, unexpected), { tags: [] });
    await writeLabels(run, { name: 'the wide one', tags: ['wide', 'seed-1'] });
    const found = await listedRun(run, unexpected);
    assert.equal(runName(found), 'the wide one');
    assert.deepEqual(found.labels.tags, ['wide', 'seed-1']);
    assert.equal((await loadRun(run, unexpected)).history.status().title, 'the wide one');
    await writeLabels(run, { tags: [] });
    assert.equal(runName(await listedRun(run, unexpected)), storedRecord.title);
    assert.equal(readFileSync(path.join(run, 'run.json'), 'utf8'), before);
  });

  it('tell of damaged names and tags, and leave them out', async () => {
    const run = storeRun(folder.path, 'a');
    for (const text of ['{', '[]', '{"name": 3}', '{"tags": ["two words"]}']) {
      const said: string[] = [];
      writeFileSync(path.join(run, 'labels.json'), text);
      assert.deepEqual(await readLabels(run, (line) => void said.push(line)), { tags: [] }, text);
      assert.deepEqual(said, [`The name and tags in ${path.join(run, 'labels.json')} are damaged and were left out.`]);
    }
  });

  it('say why names and tags can’t be written', async () => {
    await assert.rejects(writeLabels(path.join(folder.path, 'gone'), { tags: [] }), /The run can't be kept in .*gone/);
  });

  it('have the runs of several folders, newest first', async () => {
    storeRun(path.join(folder.path, 'x'), 'old', { created: '2026-01-01T00:00:00.000Z' });
    storeRun(path.join(folder.path, 'x'), 'new', { created: '2026-03-01T00:00:00.000Z' });
    storeRun(path.join(folder.path, 'y'), 'other', { created: '2026-02-01T00:00:00.000Z' });
    const parents = ['x', 'y', 'nowhere'].map((name) => path.join(folder.path, name));
    const runs = await listedRuns(parents, unexpected);
    assert.deepEqual(runs.map(({ record }) => record.id), ['new', 'other', 'old']); // prettier-ignore
  });

  it('list 50 runs of a real size within 100 ms', async () => {
    const { start } = storedRecord;
    const tensors = Array.from({ length: 110 }, (_, index) => `layer${index}.0.conv1.weight`);
    const epochs = Array.from({ length: 100 }, (_, index) => ({ ...first, epoch: index + 1 }));
    for (let run = 0; run < 50; run++) {
      const kept = storeRun(folder.path, `run-${run}`, { start: start && { ...start, tensors }, epochs } as object);
      writeFileSync(path.join(kept, 'metrics.jsonl'), '{"type":"step"}\n'.repeat(2_000));
    }
    await listedRuns([folder.path], unexpected); // what Node compiles at first use is not counted
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const began = performance.now();
      assert.equal((await listedRuns([folder.path], unexpected)).length, 50);
      times.push(performance.now() - began);
    }
    const fastest = Math.min(...times);
    console.log(`      50 runs listed in ${times.map((ms) => ms.toFixed(0)).join(', ')} ms`);
    assert.ok(fastest <= 100, `${fastest} ms`);
  });

  it('tell a run in a line', () => {
    assert.equal(runLine(listed({})), 'Finished · 75.00 % · 8.0 s · cpu');
    assert.equal(
      runLine(listed({ state: 'running' }, { tags: ['a', 'b'] })),
      'Running 2/2 · 75.00 % · 8.0 s · cpu · #a #b',
    );
    assert.equal(runLine(listed({ state: 'starting', start: undefined, epochs: [], finished: undefined })), 'Starting');
    assert.equal(runLine(listed({ state: 'failed', epochs: [] })), 'Failed · 1 min 0 s · cpu');
    assert.equal(runFacts(storedRecord).accuracy, 0.75);
  });

  it('tell under the pointer what a run is', () => {
    const options = { ...exampleOptions, learningRate: 0.01, order: 'full-preact', epochs: 5 } as const;
    const text = runTooltip(listed({ options, state: 'failed', reason: 'It *stopped*.' }, { name: 'a|b', tags: ['wide'] })); // prettier-ignore
    assert.match(text, /^\*\*a\\\|b\*\*\n\nresnet34 · airplane, bird · Failed · 75\.00 % /);
    assert.match(text, /It \\\*stopped\\\*\./);
    assert.match(text, /- Network: resnet34 --order full-preact, 21,285,698 parameters\n/);
    assert.match(text, /- Classes: airplane, bird\n/);
    assert.match(text, /- Unlike the example: learningRate 0\.01\n/);
    assert.match(text, /- Tags: #wide\n- Begun: .*\n- Ended: .*\n- Folder: \/runs\/run$/);
    assert.match(runTooltip(listed({ options: { ...exampleOptions, epochs: 5 } })), /- Unlike the example: nothing\n/);
  });

  it('are filtered by words and fields', () => {
    const run = listed({ state: 'failed', options: { ...exampleOptions, model: 'my net' } }, { name: 'Tuned', tags: ['wide', 'Seed1'] }); // prettier-ignore
    const yes = ['', 'tune', 'tag:wide', 'tag:seed1 state:failed', 'STATE:Failed', '#wid', 'airplane', 'engine:cpu', 'network:"my net"', 'adam bird']; // prettier-ignore
    for (const filter of yes) assert.ok(matches(run, filter), filter);
    const no = ['tag:wid', 'state:finished', 'tune x', 'network:resnet34', 'network:my', 'engine:wasm'];
    for (const filter of no) assert.ok(!matches(run, filter), filter);
    const words = filterWords([run, listed({ start: undefined })]);
    assert.deepEqual(words, ['tag:wide', 'tag:Seed1', 'state:Failed', 'state:Finished', 'network:"my net"', 'network:resnet34', 'engine:cpu']); // prettier-ignore
    for (const word of words) assert.ok(matches(run, word) !== matches(listed({ start: undefined }), word), word);
  });

  it('are sorted, what has no number last', () => {
    const none = { epochs: [], finished: undefined };
    const runs = [
      listed({ id: 'b', created: '2026-03-01', title: 'run 10', ...none }),
      listed({ id: 'a', created: '2026-02-01', title: 'run 9', ...best(0.5, 90) }),
      listed({ id: 'c', created: '2026-01-01', title: 'Run 8', ...best(0.9, 7) }),
    ];
    const ids = (order: Parameters<typeof ordered>[1]): string => ordered(runs, order).map(({ record }) => record.id).join(''); // prettier-ignore
    assert.deepEqual([ids('date'), ids('accuracy'), ids('name'), ids('duration')], ['bac', 'cab', 'cab', 'acb']);
  });

  it('have names that tell them apart', () => {
    const runs = [listed({ id: 'a' }), listed({ id: 'b' }, { name: 'same', tags: [] }), listed({ id: 'c' }, { name: 'same', tags: [] })]; // prettier-ignore
    assert.deepEqual(distinctNames(runs), ['a', 'same (/runs/b)', 'same (/runs/c)']);
  });
});
