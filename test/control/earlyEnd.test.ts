import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runFiles } from '../../src/client/runFiles';
import type { EpochResult, TrainOptions } from '../../src/protocol/run';
import { decodeEvents } from '../client/decodeEvents';
import { freshFolder, quickTrain, runCli } from '../cli/runCli';
import { column, conduct, stepOf, type EndedRun } from './liveRun';

/** A rate so high that the test accuracy falls behind the first epoch's. */
const options: Partial<TrainOptions> = {
  ...{ engine: 'wasm', learningRate: 0.05, lrScheduler: 'constant', randomCrop: 0, limitTrain: 96, limitTest: 100 },
  ...{ epochs: 6, earlyStopping: 2, earlyStoppingMetric: 'accuracy', liveMetrics: true },
};

const bestOf = (epochs: readonly EpochResult[]): number => {
  const accuracies = epochs.map(({ testAccuracy }) => testAccuracy);
  return accuracies.indexOf(Math.max(...accuracies)) + 1;
};

describe('a run that ends early', function () {
  this.timeout(240_000);
  let whole: EndedRun;

  before(async () => {
    whole = await conduct({ options });
  });

  it('is finished two epochs after its best one, and says why', () => {
    const { epochs, stopped, reason } = whole.result;
    assert.ok(epochs.length < 6, 'it was to end early');
    assert.equal(epochs.length, bestOf(epochs) + 2);
    assert.deepEqual([stopped, whole.state], [false, 'done']);
    assert.equal(reason, 'The test accuracy has not risen for 2 epochs.');
    assert.match(whole.message, /^Finished: best test accuracy .* · The test accuracy has not risen for 2 epochs\.$/);
    const record = JSON.parse(readFileSync(runFiles(whole.folder).record, 'utf8')) as Record<string, unknown>;
    assert.deepEqual([record['state'], record['reason']], ['done', reason]);
  });

  it('has the best epoch’s weights beside the newest', async () => {
    const epochs = bestOf(whole.result.epochs);
    const short = await conduct({ options: { ...options, epochs } });
    assert.ok(short.bytes('weights').equals(whole.bytes('best')));
    assert.ok(!whole.bytes('weights').equals(whole.bytes('best')));
  });

  it('ends after the same epoch for the same reason where it was stopped on the way and resumed', async () => {
    const part = await conduct({ options, onEvent: (event, { stop }) => stepOf(event) >= 8 && stop() });
    assert.ok(part.result.stopped);
    assert.equal(part.result.reason, undefined);
    const resumed = await conduct({ options, resume: part.folder });
    assert.deepEqual(column(resumed, 'loss'), column(whole, 'loss'));
    assert.deepEqual([resumed.result.reason, resumed.state], [whole.result.reason, 'done']);
    assert.ok(resumed.bytes('best').equals(whole.bytes('best')));
    assert.ok(resumed.bytes('weights').equals(whole.bytes('weights')));
    const events = (run: EndedRun): unknown =>
      decodeEvents(readFileSync(eventFile(run.folder))).map(({ step, tags: { 'train/loss': loss, epoch } }) => [
        ...[step, loss, epoch],
      ]);
    assert.deepEqual(events(resumed), events(whole));
  });

  it('has no best weights of before where the earlier run kept none, until an epoch is better', async () => {
    const part = await conduct({ options, onEvent: (event, { stop }) => stepOf(event) >= 8 && stop() });
    rmSync(runFiles(part.folder).best);
    assert.ok(!existsSync(runFiles((await conduct({ options, resume: part.folder })).folder).best));
  });

  it('can be resumed with more patience, and goes on where it ended', async () => {
    const more = { ...options, earlyStopping: 0 };
    const resumed = await conduct({ options: more, resume: whole.folder });
    assert.equal(resumed.logged('epoch').length, 6);
    const never = await conduct({ options: more });
    assert.deepEqual(column(resumed, 'loss'), column(never, 'loss'));
    assert.ok(resumed.bytes('best').equals(never.bytes('best')));
  });

  it('writes an event file that has what its metrics have', () => {
    const decoded = decodeEvents(readFileSync(eventFile(whole.folder)));
    const steps = decoded.filter(({ tags }) => 'train/loss' in tags);
    assert.deepEqual(
      steps.map(({ step, tags }) => [step, tags['train/loss'], tags['learning_rate']]),
      whole
        .logged('step')
        .map(({ step, loss, learningRate }) => [
          step,
          ...[loss, learningRate].map((value) => Math.fround(Number(value))),
        ]),
    );
    const blocks = Object.keys(steps[0]?.tags ?? {}).filter((tag) => tag.startsWith('gradient_norm/'));
    assert.deepEqual(blocks, ['gradient_norm/layer1.0', 'gradient_norm/layer2.0', 'gradient_norm/layer3.0']);
    assert.deepEqual(
      decoded.flatMap(({ tags }) => ('test/accuracy' in tags ? [tags['test/accuracy']] : [])),
      whole.result.epochs.map(({ testAccuracy }) => Math.fround(testAccuracy)),
    );
  });
});

describe('resnet train with early stopping', function () {
  this.timeout(120_000);
  const train = `${quickTrain} --model resnet8-cifar --engine wasm`.replace(' --json', '');

  it('exits 0 with the reason, and keeps what it is told to', async () => {
    const cwd = freshFolder();
    const flags = '--lr 1e-12 --epochs 40 --early-stopping 1 --no-best-checkpoint --no-tensorboard --no-checkpoint';
    const run = await runCli(`${train} ${flags} --early-stopping-metric accuracy --out run`, { cwd });
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /\nThe test accuracy has not risen for 1 epoch\.$/);
    assert.deepEqual(readdirSync(path.join(cwd, 'run')).sort(), [
      ...['metrics.jsonl', 'network.resnet.json', 'run.json', 'weights.safetensors'],
    ]);
    copyFileSync(path.join(cwd, 'run/network.resnet.json'), path.join(cwd, 'again.resnet.json'));
    const again = await runCli('train again.resnet.json --out again --json', { cwd });
    assert.equal(again.events.at(-1)?.['reason'], 'The test accuracy has not risen for 1 epoch.');
  });

  it('refuses a patience and a metric of no use', async () => {
    const patience = await runCli(`${train} --early-stopping -1`);
    assert.deepEqual(
      [patience.code, patience.stderr],
      [2, 'resnet: The epochs of early stopping must be a whole number from 0 to 10,000, but is -1.\n'],
    );
    const metric = await runCli(`${train} --early-stopping 1 --early-stopping-metric acuracy`);
    assert.equal(metric.code, 2);
    assert.match(metric.stderr, /There is no metric of early stopping "acuracy"\. Did you mean "accuracy"\?/);
  });
});

function eventFile(folder: string): string {
  const [name = '', ...others] = readdirSync(folder).filter((each) => each.startsWith('events.out.tfevents.'));
  assert.deepEqual(others, []);
  return path.join(folder, name);
}
