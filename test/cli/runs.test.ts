import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { writeLabels } from '../../src/client/runLabels';
import { exampleOptions } from '../client/exampleRun';
import { storeRun } from '../client/storedRun';
import { freshFolder, runCli } from './runCli';

describe('runs on the command line', () => {
  const cwd = freshFolder();
  const parent = path.join(cwd, 'runs');

  before(async () => {
    storeRun(parent, 'first', { created: '2026-11-27T09:00:00.000Z' });
    const options = { ...exampleOptions, learningRate: 0.01 };
    const second = storeRun(parent, 'second', { options, state: 'failed', epochs: [], reason: 'It broke.' });
    await writeLabels(second, { name: 'a better rate', tags: ['rate'] });
    mkdirSync(path.join(parent, 'empty'));
  });

  it('are listed, the newest first', async () => {
    const { code, stdout, stderr } = await runCli('runs', { cwd });
    assert.equal(code, 0, stderr);
    const [head, , second, first] = stdout.split('\n');
    assert.match(head ?? '', /^run +name +state +accuracy +duration +engine +tags$/);
    assert.match(second ?? '', /^second +a better rate +Failed +– +1 min 0 s +cpu +#rate$/);
    assert.match(first ?? '', /^first +resnet34 · airplane, bird +Finished +75\.00 % +8\.0 s +cpu$/);
    assert.match(stderr, /^resnet: The run in .*empty can't be opened: there is no run\.json\.\n$/);
  });

  it('are listed as JSON', async () => {
    const { events } = await runCli(['runs', parent, '--json']);
    assert.deepEqual(events[0], {
      ...{ folder: path.join(parent, 'second'), name: 'a better rate', tags: ['rate'], network: 'resnet34' },
      ...{ state: 'failed', seconds: 60, engine: 'cpu', reason: 'It broke.' },
      ...{ created: '2026-11-27T10:00:00.000Z', finished: '2026-11-27T10:01:00.000Z' },
    });
    assert.equal(events[1]?.['accuracy'], 0.75);
    assert.equal(events.length, 2);
  });

  it('are compared', async () => {
    const { code, stdout, stderr } = await runCli('compare runs/first runs/second', { cwd });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^option +first +a better rate\n─+\ntraining\.learningRate +0\.001 +0\.01\n─+\nstate +Finished +Failed\n/); // prettier-ignore
    const { stdout: csv } = await runCli('compare runs/first runs/second --csv', { cwd });
    assert.match(csv, /training,learningRate,true,0\.001,0\.01/);
    const { stdout: markdown } = await runCli('compare runs/first runs/second --markdown', { cwd });
    assert.match(markdown, /\| training\.learningRate \| 0\.001 \| 0\.01 \|/);
    const { events } = await runCli('compare runs/first runs/second --json', { cwd });
    const [comparison] = events;
    assert.deepEqual(comparison?.['names'], ['first', 'a better rate']);
    assert.ok(JSON.stringify(comparison['rows']).includes('"name":"learningRate","values":[0.001,0.01]'));
  });

  it('that can’t be listed or compared are told of in a sentence', async () => {
    for (const [args, code, sentence] of [
      ['runs nowhere', 2, /There is no folder nowhere: name the one that has the runs, or train first\./],
      ['compare runs/first', 2, /Name at least two runs to compare\./],
      ['compare runs/first runs/empty', 1, /empty can't be opened: there is no run\.json\./],
      ['compare', 2, /missing required argument 'runs'/],
    ] as const) {
      const result = await runCli(args, { cwd });
      assert.equal(result.code, code, args);
      assert.match(result.stderr, sentence);
      assert.equal(result.stderr.trim().split('\n').length, 1, result.stderr);
    }
  });
});
