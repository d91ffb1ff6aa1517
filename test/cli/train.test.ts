import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeSafetensors } from '../../src/trainer/safetensors';
import { freshFolder, quickTrain, runCli, series, type CliResult } from './runCli';

describe('resnet train, predict and evaluate', function () {
  this.timeout(180_000);
  const out = path.join(freshFolder(), 'run');
  const data = '--data embedded --limit 50';
  let run: CliResult;

  before(async () => {
    run = await runCli(`${quickTrain} --engine tensorflow --out ${out}`);
  });

  it('succeeds and says how it ended', () => {
    assert.equal(run.code, 0, run.stderr);
    const done = run.events.at(-1);
    assert.deepEqual([done?.type, done?.['stopped'], done?.['steps'], done?.['out']], ['done', false, 6, out]);
  });

  it('prints one event a step and an epoch, in order', () => {
    assert.deepEqual(
      run.events.map(({ type }) => type),
      ['start', 'step', 'step', 'step', 'epoch', 'step', 'step', 'step', 'epoch', 'done'],
    );
    assert.deepEqual(series(run, 'step', 'step'), [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(series(run, 'step', 'epoch'), [1, 1, 1, 2, 2, 2]);
    assert.ok(series(run, 'step', 'loss').every((loss) => loss > 0 && loss < 10));
  });

  it('names engine, data and network first', () => {
    const start = run.events[0];
    assert.deepEqual(
      [
        start?.['engine'],
        start?.['data'],
        start?.['model'],
        start?.['classes'],
        start?.['stepsPerEpoch'],
        start?.['params'],
      ],
      ['tensorflow', 'embedded', 'resnet20-cifar', ['airplane', 'bird'], 3, 269_202],
    );
  });

  it('measures gradient norms, update ratios and both paths of each block at the first step', () => {
    const [first] = run.events.filter(({ type }) => type === 'step');
    const rows = (name: string): number[] => first?.[name] as number[];
    const start = run.events[0];
    assert.equal(rows('gradientNorm').length, (start?.['tensors'] as string[]).length);
    assert.equal(rows('branchRms').length, 9);
    for (const name of ['gradientNorm', 'branchRms', 'shortcutRms'])
      assert.ok(
        rows(name).every((value) => Number.isFinite(value) && value >= 0),
        name,
      );
    assert.ok(rows('gradientNorm').every((value) => value > 0));
    const tensors = start?.['tensors'] as string[];
    rows('updateRatio').forEach((ratio, row) => {
      const zeroAtFirst = /bn\d\.bias$/.test(tensors[row] ?? '');
      assert.equal(ratio, zeroAtFirst ? null : ratio, tensors[row]);
      assert.ok(zeroAtFirst || ratio > 0, tensors[row]);
    });
  });

  it('keeps the run: record, metrics and weights', () => {
    const record = JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8')) as {
      state: string;
      epochs: unknown[];
      options: { seed: number };
    };
    assert.deepEqual([record.state, record.epochs.length, record.options.seed], ['done', 2, 0]);
    const lines = readFileSync(path.join(out, 'metrics.jsonl'), 'utf8').trim().split('\n');
    assert.equal(lines.filter((line) => line.includes('"type":"step"')).length, 6);
    const weights = decodeSafetensors(readFileSync(path.join(out, 'weights.safetensors')), 'weights');
    assert.deepEqual(weights.get('conv1.weight')?.shape, [16, 3, 3, 3]);
    assert.equal(weights.get('layer3.2.bn2.num_batches_tracked')?.bytes[0], 6);
  });

  it('evaluates the saved weights to the accuracy and loss of the last epoch', async () => {
    const result = await runCli(
      `evaluate --model resnet20-cifar --weights ${out}/weights.safetensors ${data} --engine tensorflow --json`,
    );
    assert.equal(result.code, 0, result.stderr);
    const evaluation = JSON.parse(result.stdout) as {
      loss: number;
      accuracy: number;
      perClass: { class: string; images: number }[];
    };
    assert.equal(evaluation.accuracy, series(run, 'epoch', 'testAccuracy').at(-1));
    assert.ok(Math.abs(evaluation.loss - Number(series(run, 'epoch', 'testLoss').at(-1))) < 1e-5);
    assert.deepEqual(
      evaluation.perClass.map((row) => row.class),
      ['airplane', 'bird'],
    );
    assert.equal(
      evaluation.perClass.reduce((sum, row) => sum + row.images, 0),
      50,
    );
  });

  it('predicts the same logits on every engine', async () => {
    const logits: number[][] = [];
    for (const engine of ['tensorflow', 'wasm', 'cpu']) {
      const result = await runCli(
        `predict --model resnet20-cifar --weights ${out}/weights.safetensors --data embedded --limit 4 --engine ${engine} --json`,
      );
      assert.equal(result.code, 0, result.stderr);
      const { logits: rows, labels } = JSON.parse(result.stdout) as { logits: number[][]; labels: number[] };
      assert.deepEqual([rows.length, rows[0]?.length, labels.length], [4, 2, 4]);
      logits.push(rows.flat());
    }
    const [native = [], wasm = [], cpu = []] = logits;
    const largest = Math.max(...native.map(Math.abs));
    for (const other of [wasm, cpu])
      other.forEach((value, index) => assert.ok(Math.abs(value - (native[index] ?? Number.NaN)) <= 1e-4 * largest));
  });

  it('takes all classes for weights of ten, and says so where the data has fewer', async () => {
    const ten = path.join(freshFolder(), 'ten');
    const trained = await runCli(
      `train --model resnet8-cifar --data cifar10 --classes all --limit-train 64 --limit-test 20 --batch-size 32 --epochs 1 --engine tensorflow --json --out ${ten}`,
    );
    assert.equal(trained.code, 0, trained.stderr);
    const weights = `--model resnet8-cifar --weights ${ten}/weights.safetensors --limit 5 --engine tensorflow --json`;
    const predicted = await runCli(`predict ${weights} --data cifar10`);
    assert.equal(predicted.code, 0, predicted.stderr);
    assert.deepEqual(
      (JSON.parse(predicted.stdout) as { logits: number[][] }).logits.map((row) => row.length),
      [10, 10, 10, 10, 10],
    );
    const embedded = await runCli(`predict ${weights} --data embedded`);
    assert.equal(embedded.code, 2);
    assert.match(embedded.stderr, /^resnet: The embedded data has no images of automobile, only of airplane, bird; /);
  });

  it('follows a recipe: schedule, smoothing, augmentation and measurements by step', async () => {
    const recipe =
      '--optimizer adamw --lr 0.002 --lr-scheduler cosine --lr-warmup-epochs 1 --lr-warmup-decay 0.5 --label-smoothing 0.1 ' +
      '--random-crop 4 --random-horizontal-flip 0.5 --metrics-every 2 --step op-by-op';
    const train = async (): Promise<CliResult> => runCli(`${quickTrain} --epochs 3 --engine tensorflow ${recipe}`);
    const [first, second] = [await train(), await train()];
    assert.equal(first.code, 0, first.stderr);
    assert.equal(first.events[0]?.['step'], 'eager');
    assert.deepEqual(series(first, 'step', 'loss'), series(second, 'step', 'loss'));
    const rates = [1 / 2, 2 / 3, 5 / 6, 1, ...[1, 2, 3, 4, 5].map((k) => (1 + Math.cos((Math.PI * k) / 6)) / 2)];
    series(first, 'step', 'learningRate').forEach((rate, step) =>
      assert.ok(Math.abs(rate / (0.002 * (rates[step] ?? NaN)) - 1) < 1e-6, `${step + 1}: ${rate}`),
    );
    const steps = first.events.filter(({ type }) => type === 'step');
    assert.deepEqual(
      steps.flatMap((step) => ('reluZeros' in step ? [step['step']] : [])),
      [1, 3, 5, 7, 9],
    );
    assert.deepEqual(
      steps.map((step) => (step['reluZeros'] as number[] | undefined)?.length ?? 0),
      [19, 0, 19, 0, 19, 0, 19, 0, 19],
    );
  });

  it('goes on from saved weights', async () => {
    const more = await runCli(`${quickTrain} --engine tensorflow --weights ${out}/weights.safetensors --seed 1`);
    assert.equal(more.code, 0, more.stderr);
    assert.ok((series(more, 'step', 'loss')[0] ?? 9) < (series(run, 'step', 'loss')[0] ?? 0));
  });

  it('refuses a folder that holds a run already', async () => {
    const again = await runCli(`${quickTrain} --out ${out}`);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /holds a run already; choose another folder/);
    assert.equal((JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8')) as { state: string }).state, 'done');
  });
});

describe('the same seed gives the same losses', function () {
  this.timeout(180_000);
  for (const engine of ['tensorflow', 'wasm'])
    it(engine, async () => {
      const run = async (seed: number): Promise<readonly number[]> =>
        series(
          await runCli(
            `${quickTrain} --epochs 1 --limit-train 48 --batch-size 16 --limit-test 2 --engine ${engine} --seed ${seed}`,
          ),
          'step',
          'loss',
        );
      const [first, second, other] = [await run(7), await run(7), await run(8)];
      assert.equal(first.length, 3);
      assert.deepEqual(first, second);
      assert.notDeepEqual(first, other);
    });
});

describe('learning', function () {
  this.timeout(240_000);
  it('overfits 64 real images', async () => {
    const run = await runCli(
      'train --model resnet20-cifar --data embedded --limit-train 64 --limit-test 20 --batch-size 32 --epochs 25 --lr 0.003 --json --no-live --engine tensorflow',
    );
    assert.equal(run.code, 0, run.stderr);
    assert.equal(Math.max(...series(run, 'epoch', 'trainAccuracy')), 1);
    assert.ok(Math.min(...series(run, 'epoch', 'trainLoss')) < 0.1); // at this rate single epochs jump up again
  });
});
