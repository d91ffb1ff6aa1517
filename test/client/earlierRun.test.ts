import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { eventsUntil, openEarlierRun } from '../../src/client/earlierRun';
import { createRun } from '../../src/client/runStore';
import type { RunEvent } from '../../src/protocol/run';
import { temporaryFolder } from '../data/temporaryFolder';
import { exampleEvents, exampleOptions } from './exampleRun';

const about = { id: 'run', title: 'ResNet-34', options: exampleOptions };

describe('the run that another one goes on from', () => {
  const scratch = temporaryFolder();
  let folder: string;

  beforeEach(() => (folder = path.join(scratch.path, 'run')));

  async function endedRun(): Promise<void> {
    const store = await createRun(folder, about);
    for (const event of exampleEvents) await store.append(event);
    await store.finish({ state: 'stopped' });
  }

  it('is opened with its options, its checkpoint and what it reported', async () => {
    await endedRun();
    await writeFile(path.join(folder, 'checkpoint.safetensors'), '');
    const earlier = await openEarlierRun(folder);
    assert.deepEqual(earlier.about, about);
    assert.equal(earlier.checkpoint, path.join(folder, 'checkpoint.safetensors'));
    assert.deepEqual(
      earlier.events.map(({ type }) => type),
      ['start', 'steps', 'epoch', 'steps', 'epoch'],
    );
  });

  it('is refused without a checkpoint, and while it goes on', async () => {
    await endedRun();
    await assert.rejects(openEarlierRun(folder), /has no checkpoint\.safetensors/);
    folder = path.join(scratch.path, 'going');
    const going = await createRun(folder, about);
    await assert.rejects(openEarlierRun(folder), /goes on; stop it before resuming it/);
    await going.finish({ state: 'stopped' });
  });

  it('gives its events up to the checkpoint: what was made after it is made again', () => {
    const summary = (steps: number, epochs: number) =>
      eventsUntil(exampleEvents, { steps, epochs }).map((event) =>
        event.type === 'steps' ? [event.first, event.loss.length] : [event.type],
      );
    assert.deepEqual(summary(4, 2), [[1, 2], ['epoch'], [3, 2], ['epoch']]);
    assert.deepEqual(summary(3, 1), [[1, 2], ['epoch'], [3, 1]]);
    assert.deepEqual(summary(1, 0), [[1, 1]]);
    assert.deepEqual(summary(0, 0), []);
  });

  it('gives the changes of the learning rate that the checkpoint knows, not those after it', () => {
    const change = (step: number): RunEvent => ({ type: 'learningRate', step, learningRate: step / 100 });
    const events = [change(1), ...exampleEvents, change(3), change(4), change(5)];
    const changes = (steps: number, rate: number | undefined): number[] =>
      eventsUntil(events, {
        steps,
        epochs: 1,
        rate: rate === undefined ? undefined : { step: rate, learningRate: rate / 100 },
      }).flatMap((event) => (event.type === 'learningRate' ? [event.step] : []));
    assert.deepEqual(changes(4, 4), [1, 3, 4]);
    assert.deepEqual(changes(2, 3), [1, 3]);
    assert.deepEqual(changes(2, 1), [1]);
    assert.deepEqual(changes(2, undefined), []);
  });

  it('gives the fault of a step behind the checkpoint, not of one that is made again', () => {
    const fault = (step: number): RunEvent => ({ type: 'fault', step, kind: 'exploding', layer: 'fc', times: 1e4 });
    const faults = eventsUntil([fault(2), ...exampleEvents, fault(3)], { steps: 2, epochs: 1 }).filter(
      ({ type }) => type === 'fault',
    );
    assert.deepEqual(faults, [fault(2)]);
  });
});
