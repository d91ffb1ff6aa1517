import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freshFolder, runCli, series, type CliResult } from './runCli';

const small = {
  network: { block: 'bottleneck', stages: [{ blocks: 1, width: 8 }, { blocks: 1, width: 16 }], order: 'full-preact' }, // prettier-ignore
  data: { source: 'embedded', limitTrain: 64, limitTest: 16, randomCrop: 2, randomHorizontalFlip: 0.5 },
  training: { epochs: 2, batchSize: 16, engine: 'wasm', optimizer: 'sgd', lrScheduler: 'cosine', seed: 3 },
};

function written(content: unknown, name = 'small.resnet.json'): string {
  const file = path.join(freshFolder(), name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return file;
}

describe('network files on the command line', function () {
  this.timeout(120_000);
  const file = written(small);
  const folder = path.dirname(file);
  let trained: CliResult;

  const kept = (run: string): string => path.join(folder, run);
  const losses = (run: string): readonly string[] =>
    readFileSync(path.join(kept(run), 'metrics.jsonl'), 'utf8').match(/"loss":[^,}]+/g) ?? [];
  const options = (run: string): Record<string, unknown> =>
    (JSON.parse(readFileSync(path.join(kept(run), 'run.json'), 'utf8')) as { options: Record<string, unknown> })
      .options;

  before(async () => {
    trained = await runCli(['train', file, '--out', kept('run'), '--json']);
    assert.equal(trained.code, 0, trained.stderr);
  });

  it('are trained', () => {
    assert.equal(trained.events[0]?.['model'], 'small');
    assert.equal(series(trained, 'step', 'loss').length, 8);
    assert.equal(options('run')['seed'], 3);
  });

  it('are written by every run, and give the same losses again', async () => {
    const again = await runCli(['train', path.join(kept('run'), 'network.resnet.json'), '--out', kept('again')]);
    assert.equal(again.code, 0, again.stderr);
    assert.equal(losses('run').length, 8);
    assert.deepEqual(losses('again'), losses('run'));
    const weights = (run: string): Buffer => readFileSync(path.join(kept(run), 'weights.safetensors'));
    assert.ok(weights('again').equals(weights('run')));
    const { network, training } = JSON.parse(
      readFileSync(path.join(kept('again'), 'network.resnet.json'), 'utf8'),
    ) as typeof small;
    assert.equal(network.order, 'full-preact');
    assert.equal(training.engine, 'wasm');
  });

  it('are written with what a run of flags has found out', async () => {
    const flags = '--model resnet20-cifar --limit-train 32 --limit-test 8 --batch-size 16 --epochs 1 --data embedded';
    const run = await runCli([...`train ${flags} --engine wasm --out`.split(' '), kept('flags')]);
    assert.equal(run.code, 0, run.stderr);
    const { network, data, training } = JSON.parse(
      readFileSync(path.join(kept('flags'), 'network.resnet.json'), 'utf8'),
    ) as Record<string, Record<string, unknown>>;
    assert.deepEqual(network, { preset: 'resnet20-cifar' });
    assert.equal(data?.['source'], 'embedded');
    assert.equal(training?.['step'], 'op-by-op');
  });

  it('can be resumed, and their weights evaluated', async () => {
    const resumed = await runCli(['train', '--resume', kept('run'), '--epochs', '3', '--out', kept('more'), '--json']);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.equal(losses('more').length, 12);
    const weights = path.join(kept('more'), 'weights.safetensors');
    const evaluated = await runCli(['evaluate', '--model', file, '--weights', weights, '--data', 'embedded', '--limit', '8', '--engine', 'wasm']); // prettier-ignore
    assert.equal(evaluated.code, 0, evaluated.stderr);
    assert.match(evaluated.stdout, /^loss \d/);
  });

  it('give way to flags', async () => {
    const flags = ['--epochs', '1', '--optimizer', 'adamw', '--lr', '0.01', '--no-live', '--data', 'embedded'];
    const run = await runCli(['train', file, ...flags, '--out', kept('changed')]);
    assert.equal(run.code, 0, run.stderr);
    const { epochs, optimizer, momentum, weightDecay, learningRate, liveMetrics, batchSize } = options('changed');
    assert.deepEqual(
      { epochs, optimizer, momentum, weightDecay, learningRate, liveMetrics, batchSize },
      { ...{ epochs: 1, optimizer: 'adamw', momentum: 0, weightDecay: 0.01 }, ...{ learningRate: 0.01, liveMetrics: false, batchSize: 16 } }, // prettier-ignore
    );
  });

  it('are described', async () => {
    const { code, stdout } = await runCli(['describe', file]);
    assert.equal(code, 0);
    assert.match(stdout, /^small, input 3×32×32, 2 classes\n/);
    assert.match(stdout, /layer2\.0\.conv3 +conv2d/);
    const changed = await runCli(['describe', file, '--order', 'original', '--classes', '7', '--json']);
    assert.equal((JSON.parse(changed.stdout) as { classes: number }).classes, 7);
    assert.match(changed.stdout, /"name":"bn1"/);
  });

  for (const [what, content, sentence] of [
    ['a broken file', '{\n"network": }', /small\.resnet\.json, line 2: This is no JSON: value expected\./],
    [
      'an unknown property',
      { network: { preset: 'resnet18' }, training: { epoch: 1 } },
      /line 6, training\.epoch: The training has no "epoch"\. Did you mean "epochs"\?/,
    ],
    [
      'a preset that is none',
      { network: { preset: 'resnet35' } },
      /line 3, network\.preset: There is no model "resnet35"/,
    ],
    [
      'an input that there are no images of',
      { network: { preset: 'resnet18', input: [3, 64, 64] } },
      /line 4, network\.input: The network can be looked at, but not trained/,
    ],
  ] as const)
    // prettier-ignore
    it(`say where ${what} is at fault`, async () => {
      const { code, stderr } = await runCli(['train', written(content)]);
      assert.equal(code, 2, stderr);
      assert.match(stderr, sentence);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
    });

  it('that are not there, or come with a run to resume, are refused', async () => {
    const missing = await runCli('train nowhere.resnet.json');
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /nowhere\.resnet\.json can't be read: .*ENOENT/);
    const both = await runCli(['train', file, '--resume', kept('run')]);
    assert.equal(both.code, 2);
    assert.match(both.stderr, /A resumed run keeps its own options: leave out .*small\.resnet\.json/);
  });
});
