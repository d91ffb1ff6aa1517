import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { goneWithin } from '../processLife';
import { cli, freshFolder, quickTrain, runCli, series } from './runCli';

/** Long enough that every test ends it itself. */
const long = 'train --model resnet20-cifar --data embedded --batch-size 32 --epochs 500 --json --engine tensorflow';

const record = (out: string): { state: string; reason?: string } =>
  JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8')) as { state: string; reason?: string };

/** The worker that a running `resnet` has started. */
function workerOf(child: ChildProcess): number {
  const pids = execFileSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)], { encoding: 'utf8' });
  return Number(pids.trim().split(/\s+/)[0]);
}

/** Calls once, at the n-th step. */
function atStep(step: number, act: (child: ChildProcess) => void): (line: string, child: ChildProcess) => void {
  return (line, child) => {
    const event = JSON.parse(line) as { type: string; step: number };
    if (event.type === 'step' && event.step === step) act(child);
  };
}

describe('faults while training', function () {
  this.timeout(120_000);

  it('Ctrl-C stops after the batch in hand, saves, and exits 130', async () => {
    const out = path.join(freshFolder(), 'run');
    const run = await runCli(`${long} --out ${out}`, { onLine: atStep(3, (child) => child.kill('SIGINT')) });
    assert.equal(run.code, 130, run.stderr);
    assert.equal(run.events.at(-1)?.['stopped'], true);
    assert.equal(record(out).state, 'stopped');
    assert.ok(existsSync(path.join(out, 'weights.safetensors')));
  });

  it('a killed worker fails the run with its reason; everything to the last flush is there', async () => {
    const out = path.join(freshFolder(), 'run');
    const run = await runCli(`${long} --out ${out}`, {
      onLine: atStep(5, (child) => process.kill(workerOf(child), 'SIGKILL')),
    });
    assert.equal(run.code, 1);
    assert.match(run.stderr, /trainer was killed \(SIGKILL\)/);
    assert.equal(run.events.at(-1)?.type, 'error');
    const { state, reason } = record(out);
    assert.equal(state, 'failed');
    assert.match(reason ?? '', /SIGKILL/);
    const kept = readFileSync(path.join(out, 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .filter((line) => line.includes('"type":"step"'));
    assert.equal(kept.length, series(run, 'step', 'step').length);
    assert.ok(kept.length >= 5);
  });

  it('no worker is left when its parent is killed', async () => {
    let worker = 0;
    await runCli(`${long} --out ${path.join(freshFolder(), 'run')}`, {
      onLine: atStep(2, (child) => {
        worker = workerOf(child);
        child.kill('SIGKILL');
      }),
    });
    assert.ok(worker > 0);
    assert.ok(await goneWithin(worker, 20_000));
  });

  it('a loss that is not finite stops the run, with its step and the first layer concerned', async () => {
    const out = path.join(freshFolder(), 'run');
    const run = await runCli(
      `train --model plain20-cifar --data embedded --batch-size 32 --epochs 20 --optimizer sgd --lr 1000 --weight-decay 10 --json --engine tensorflow --out ${out}`,
    );
    assert.equal(run.code, 1);
    assert.match(
      run.stderr,
      /Training failed at step \d+ \(epoch \d+\): the loss became (NaN|Infinity|-Infinity) and the first layer(, from the head backwards,)? whose (gradient is|statistics are) not finite is "[\w.]+"; lower the learning rate/,
    );
    assert.equal(record(out).state, 'failed');
    const told = run.stdout.split('\n').filter((line) => line.startsWith('{"type":"fault"'));
    const [fault] = told.slice(-1).map((line) => JSON.parse(line) as { layer: string; step: number });
    assert.ok(fault !== undefined, 'the fault is told before the failure');
    assert.ok(run.stderr.includes(`not finite is "${fault.layer}"`), `${run.stderr} says ${fault.layer}`);
    assert.ok(readFileSync(path.join(out, 'metrics.jsonl'), 'utf8').includes('"type":"fault"'));
  });

  it('a folder that cannot be written is named', async () => {
    const run = await runCli(`${long} --out /proc/nowhere/run`);
    assert.equal(run.code, 1);
    assert.match(run.stderr, /\/proc\/nowhere/);
    assert.doesNotMatch(run.stderr, /\n\s+at /);
  });

  it('a full disk fails the run with a sentence', async () => {
    const out = freshFolder();
    symlinkSync('/dev/full', path.join(out, 'metrics.jsonl'));
    const run = await runCli(`${long} --out ${out}`);
    assert.equal(run.code, 1);
    assert.match(run.stderr, /can't be kept in .*: the disk is full; free some space/);
  });

  it('a run that failed before its first step does not stand in the way of the next', async () => {
    const out = path.join(freshFolder(), 'run');
    const failed = await runCli(`${quickTrain} --classes airplane,brid --out ${out}`);
    assert.equal(failed.code, 2);
    const run = await runCli(`${quickTrain} --epochs 1 --engine tensorflow --out ${out}`);
    assert.equal(run.code, 0, run.stderr);
    assert.equal(record(out).state, 'done');
  });

  it('a second Ctrl-C ends it at once, and the run counts as stopped', async () => {
    const out = path.join(freshFolder(), 'run');
    const run = await runCli(`${long} --out ${out}`, {
      onLine: atStep(3, (child) => {
        child.kill('SIGINT');
        setTimeout(() => child.kill('SIGINT'), 5);
      }),
    });
    assert.equal(run.code, 130, run.stderr);
    assert.equal(record(out).state, 'stopped');
  });

  it('ends quietly when nobody reads its output any more: the run is stopped, no worker is left', async () => {
    const out = path.join(freshFolder(), 'run');
    let worker = 0;
    const run = await runCli(`${long} --out ${out}`, {
      onLine: atStep(3, (child) => {
        worker = workerOf(child);
        child.stdout?.destroy();
      }),
    });
    assert.equal(run.stderr, '');
    assert.ok(worker > 0 && (await goneWithin(worker, 20_000)));
    assert.equal(record(out).state, 'stopped');
  });
});

describe('Ctrl-C while evaluating', function () {
  this.timeout(120_000);

  it('exits 130 with one sentence', async () => {
    const out = path.join(freshFolder(), 'run');
    const run = await runCli(`${quickTrain} --epochs 1 --limit-train 32 --engine tensorflow --out ${out}`);
    assert.equal(run.code, 0, run.stderr);
    const evaluation = `evaluate --model resnet20-cifar --weights ${out}/weights.safetensors --data embedded --batch-size 8 --engine cpu`;
    const child = spawn(process.execPath, [cli, ...evaluation.split(' ')], { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    setTimeout(() => child.kill('SIGINT'), 3_000);
    const code = await new Promise((resolve) => child.on('close', resolve));
    assert.equal(code, 130);
    assert.equal(stderr, 'resnet: It was stopped.\n');
  });
});
