import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadRun } from '../../src/client/loadRun';
import { listRuns, openRun } from '../../src/client/openRun';
import { processStart } from '../../src/client/processStart';
import { freshRunFolder, runId } from '../../src/client/runFiles';
import { createRun } from '../../src/client/runStore';
import { exampleEvents, exampleOptions } from './exampleRun';
import { scratchFolder, type ScratchFolder } from './stubScript';

const about = { id: 'run-1', title: 'resnet34 · airplane, bird', options: exampleOptions };

function unexpected(line: string): never {
  throw new Error(line);
}

describe('run store', () => {
  let scratch: ScratchFolder;
  let folder: string;

  beforeEach(() => {
    scratch = scratchFolder();
    folder = path.join(scratch.path, 'runs', 'run-1');
  });

  afterEach(() => scratch.remove());

  function editRecord(change: object): void {
    const file = path.join(folder, 'run.json');
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), ...change }));
  }

  async function wholeRun(): Promise<void> {
    const store = await createRun(folder, about);
    for (const event of exampleEvents) await store.append(event);
    await store.finish({ state: 'done' });
  }

  it('keeps a run so that it opens again as it was', async () => {
    await wholeRun();
    const { record, history } = await loadRun(folder, unexpected);
    assert.equal(record.state, 'done');
    assert.deepEqual(record.options, exampleOptions);
    assert.equal(record.start?.params, 21_285_698);
    assert.deepEqual(
      record.epochs.map(({ testAccuracy }) => testAccuracy),
      [0.625, 0.75],
    );
    assert.ok(Number.isNaN(record.epochs[0]?.testLoss));
    const { status, steps, epochs } = history.snapshot();
    assert.equal(status.state, 'done');
    assert.equal(status.title, about.title);
    assert.deepEqual(steps.loss, Float32Array.of(0.7, 0.6, 0.5, 0.4));
    assert.equal(epochs.length, 2);
    assert.deepEqual(readdirSync(folder).sort(), ['metrics.jsonl', 'network.resnet.json', 'run.json']);
  });

  it('opens a run of a version that knew no schedule, augmentation or kind of step', async () => {
    await wholeRun();
    const { liveMetrics, engine, model, data, classes, optimizer } = exampleOptions;
    const numbers = { epochs: 2, batchSize: 64, learningRate: 0.001, momentum: 0, weightDecay: 0, seed: 0 };
    editRecord({
      options: { model, plain: false, bias: false, data, classes, optimizer, ...numbers, engine, liveMetrics },
    });
    const { record } = await openRun(folder);
    assert.deepEqual(record.options, exampleOptions);
  });

  it('has everything on disk as soon as it is appended', async () => {
    const store = await createRun(folder, about);
    assert.equal((await openRun(folder)).record.state, 'starting');
    for (const event of exampleEvents.slice(0, 2)) await store.append(event);
    assert.equal((await openRun(folder)).record.state, 'running');
    assert.equal((await loadRun(folder, unexpected)).history.snapshot().steps.loss.length, 2);
    await store.finish({ state: 'stopped' });
  });

  it('keeps why a run failed', async () => {
    const store = await createRun(folder, about);
    await store.finish({ state: 'failed', reason: 'The trainer was killed.' });
    const { record, history } = await loadRun(folder, unexpected);
    assert.equal(record.reason, 'The trainer was killed.');
    assert.equal(history.status().message, 'The trainer was killed.');
  });

  it('refuses a folder that holds a run', async () => {
    await wholeRun();
    const before = readFileSync(path.join(folder, 'run.json'), 'utf8');
    await assert.rejects(createRun(folder, about), {
      reason: 'usage',
      message: `${folder} holds a run already; choose another folder, or remove that run.`,
    });
    assert.equal(readFileSync(path.join(folder, 'run.json'), 'utf8'), before);
  });

  it('says that a folder can’t be made', async () => {
    const file = path.join(scratch.path, 'file');
    writeFileSync(file, '');
    const below = path.join(file, 'run');
    await assert.rejects(createRun(below, about), {
      name: 'UserError',
      message: `The run can't be kept in ${below}: it, or a part of its path, is a file; choose another folder.`,
    });
    await assert.rejects(createRun(file, about), /The run can't be kept in .*: it.* is a file; choose another folder/);
  });

  it('says that the disk is full, and still tells how the run ended', async () => {
    mkdirSync(folder, { recursive: true });
    symlinkSync('/dev/full', path.join(folder, 'metrics.jsonl'));
    const store = await createRun(folder, about);
    const full = `The run can't be kept in ${folder}: the disk is full; free some space, or choose another folder.`;
    const [start, steps] = exampleEvents;
    assert.ok(start !== undefined && steps !== undefined);
    await assert.rejects(store.append(start), { message: full });
    await assert.rejects(store.append(steps), { message: full });
    await assert.rejects(store.flushed(), { message: full });
    await assert.rejects(store.finish({ state: 'failed', reason: full }), { message: full });
    const { record } = await openRun(folder);
    assert.equal(record.state, 'failed');
    assert.equal(record.reason, full);
  });

  it('marks a run as failed whose last numbers could not be kept, whatever it reached', async () => {
    mkdirSync(folder, { recursive: true });
    symlinkSync('/dev/full', path.join(folder, 'metrics.jsonl'));
    const store = await createRun(folder, about);
    void store.append(exampleEvents[1] ?? unexpected('no event')).catch(() => undefined);
    await assert.rejects(store.finish({ state: 'done' }), /the disk is full/);
    const { record } = await openRun(folder);
    assert.equal(record.state, 'failed');
    assert.match(record.reason ?? '', /the disk is full/);
  });

  it('marks a run as interrupted whose writer is gone', async () => {
    const store = await createRun(folder, about);
    await store.append(exampleEvents[0] ?? unexpected('no event'));
    await store.finish({ state: 'done' });
    editRecord({ state: 'running', writer: spawnSync(process.execPath, ['-e', '']).pid });
    for (const reading of [1, 2]) {
      const { record } = await openRun(folder);
      assert.equal(record.state, 'failed', `reading ${reading}`);
      assert.match(record.reason ?? '', /interrupted/);
    }
    assert.match(readFileSync(path.join(folder, 'run.json'), 'utf8'), /interrupted/);
  });

  it('marks a run as interrupted whose writer’s number another process has by now', async () => {
    if (processStart(process.pid) === undefined) return; // this system does not tell when a process began
    const store = await createRun(folder, about);
    await store.finish({ state: 'done' });
    editRecord({ state: 'running', writerStart: '1' });
    assert.equal((await openRun(folder)).record.state, 'failed');
  });

  it('leaves a run alone whose writer lives, and says that it goes on elsewhere', async () => {
    const store = await createRun(folder, about);
    await store.append(exampleEvents[0] ?? unexpected('no event'));
    assert.equal((await openRun(folder)).record.state, 'running');
    const status = (await loadRun(folder, unexpected)).history.status();
    assert.equal(status.state, 'running');
    assert.equal(status.elsewhere, true);
    assert.match(status.message, /another window/);
    await store.finish({ state: 'done' });
  });

  it('says what is wrong with a damaged run', async () => {
    await assert.rejects(openRun(folder), { message: `The run in ${folder} can't be opened: there is no run.json.` });
    await wholeRun();
    editRecord({ state: 'flying' });
    await assert.rejects(openRun(folder), /can't be opened: "state" is unusable/);
    writeFileSync(path.join(folder, 'run.json'), '{"format": 1,');
    await assert.rejects(openRun(folder), /can't be opened: there is no JSON in run\.json/);
  });

  it('opens a run whose metrics were cut off', async () => {
    await wholeRun();
    const file = path.join(folder, 'metrics.jsonl');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, text.lastIndexOf('{') + 9));
    assert.equal((await loadRun(folder, unexpected)).history.snapshot().epochs.length, 1);
  });

  it('says that a run’s metrics can’t be read, and opens the rest', async () => {
    await wholeRun();
    const file = path.join(folder, 'metrics.jsonl');
    rmSync(file);
    const said: string[] = [];
    const log = (line: string): void => void said.push(line);
    assert.equal((await loadRun(folder, unexpected)).history.snapshot().steps.loss.length, 0);
    mkdirSync(file);
    assert.equal((await loadRun(folder, log)).record.state, 'done');
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', /metrics\.jsonl can't be read: .*EISDIR/);
  });

  it('lists the runs of a folder, newest first, without the damaged ones', async () => {
    const parent = path.dirname(folder);
    await wholeRun();
    editRecord({ created: '2020-01-01T00:00:00.000Z' });
    await (await createRun(path.join(parent, 'run-2'), { ...about, id: 'run-2' })).finish({ state: 'stopped' });
    mkdirSync(path.join(parent, 'empty'));
    writeFileSync(path.join(parent, 'file'), '');
    const said: string[] = [];
    const runs = await listRuns(parent, (line) => void said.push(line));
    assert.deepEqual(
      runs.map(({ record }) => record.id),
      ['run-2', 'run-1'],
    );
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', /empty can't be opened: there is no run\.json/);
    assert.deepEqual(await listRuns(path.join(parent, 'nowhere'), unexpected), []);
  });

  it('names a run by its time and model, and finds a free folder', async () => {
    const id = runId('../resnet34', new Date('2026-11-23T18:40:12.345Z'));
    assert.equal(id, '20261123-184012-.._resnet34');
    assert.equal(await freshRunFolder(scratch.path, id), path.join(scratch.path, id));
    mkdirSync(path.join(scratch.path, id));
    assert.equal(await freshRunFolder(scratch.path, id), path.join(scratch.path, `${id}-2`));
    assert.ok(!existsSync(path.join(scratch.path, `${id}-2`)));
  });
});
