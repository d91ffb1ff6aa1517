import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { freshFolder, quickTrain, runCli, series, type CliResult } from './runCli';

// A stopped run that is resumed must be, number for number, the run that was never stopped.

const recipe = '--random-crop 2 --random-horizontal-flip 0.5 --lr-scheduler cosine --optimizer adam';

for (const step of ['compiled', 'op-by-op'] as const)
  describe(`resnet train --resume, ${step}`, function () {
    this.timeout(180_000);
    const folder = freshFolder();
    const run = (args: string): Promise<CliResult> => runCli(`${args} --json`, { cwd: folder });
    const weights = (name: string): Buffer => readFileSync(path.join(folder, name, 'weights.safetensors'));
    const stored = (name: string, type: string): Record<string, unknown>[] =>
      readFileSync(path.join(folder, name, 'metrics.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter((line) => line['type'] === type);

    before(async () => {
      const train = `${quickTrain} ${recipe} --engine tensorflow --step ${step}`;
      await runCli(`${train} --out whole`, { cwd: folder });
      await runCli(`${train} --out part`, {
        cwd: folder,
        onLine: (line, child) => {
          if (line.includes('"step":4,')) child.kill('SIGINT');
        },
      });
    });

    it('goes on in the middle of an epoch with the same losses and ends with the same weights', async () => {
      assert.ok(stored('part', 'step').length < 6, 'the run was stopped on its way');
      const resumed = await run('train --resume part --out resumed');
      assert.equal(resumed.code, 0, resumed.stderr);
      const losses = (name: string): unknown[] => stored(name, 'step').map(({ loss }) => loss);
      assert.deepEqual(losses('resumed'), losses('whole'));
      const means = (name: string): unknown[] => stored(name, 'epoch').map((event) => ({ ...event, seconds: 0 }));
      assert.deepEqual(means('resumed'), means('whole'));
      assert.ok(weights('resumed').equals(weights('whole')));
    });

    it('goes on with the other way of carrying out a step', async () => {
      const other = step === 'compiled' ? 'op-by-op' : 'compiled';
      const resumed = await run(`train --resume part --out other --step ${other}`);
      assert.equal(resumed.code, 0, resumed.stderr);
      assert.equal(resumed.events[0]?.['step'], other === 'compiled' ? 'compiled' : 'eager');
      assert.equal(stored('other', 'step').length, 6);
    });

    it('asks for more epochs where all are done, and makes them', async () => {
      const refused = await run('train --resume whole --out none');
      assert.equal(refused.code, 2);
      assert.match(refused.stderr, /has finished its 2 epochs: give it more with --epochs/);
      const more = await run('train --resume whole --out more --epochs 3');
      assert.equal(more.code, 0, more.stderr);
      assert.deepEqual(series(more, 'epoch', 'epoch'), [3]);
      assert.equal(stored('more', 'step').length, 9);
    });

    it('refuses what a resumed run may not change, and a folder without a checkpoint', async () => {
      const changed = await run('train --resume part --lr 0.1');
      assert.equal(changed.code, 2);
      assert.match(changed.stderr, /keeps its own options: leave out --lr/);
      assert.match((await run(`train --resume ${freshFolder()}`)).stderr, /can't be opened: there is no run\.json/);
    });
  });
