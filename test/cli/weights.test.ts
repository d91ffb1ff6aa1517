import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildArchitecture } from '../../src/protocol/checkTrainOptions';
import type { TensorStatistics } from '../../src/protocol/weights';
import { runFiles } from '../../src/client/runFiles';
import { decodeSafetensors } from '../../src/trainer/safetensors';
import { fileWith, weightsOf } from '../trainer/weightsFile';
import { freshFolder, runCli } from './runCli';

interface Inspected {
  readonly options: { readonly model: string };
  readonly classes: number;
  readonly certainty: string;
  readonly classNames?: readonly string[];
  readonly totals: { readonly count: number };
  readonly tensors: readonly TensorStatistics[];
}

describe('weights on the command line', function () {
  this.timeout(120_000);
  const run = path.join(freshFolder(), 'run');
  const own = path.join(run, 'weights.safetensors');
  const foreign = fileWith(weightsOf(buildArchitecture({ model: 'resnet8-cifar' }, 10)), 'foreign.safetensors');
  const quick = '--data embedded --limit-train 32 --limit-test 8 --batch-size 16 --epochs 1 --engine wasm';
  const options = (folder: string): Record<string, unknown> =>
    (JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')) as { options: Record<string, unknown> }).options;

  before(async () => {
    const flags = `train --model resnet8-cifar --order relu-preact --classes bird,airplane ${quick} --out ${run}`;
    const { code, stderr } = await runCli(flags);
    assert.equal(code, 0, stderr);
  });

  const inspect = async (file: string, ...flags: readonly string[]): Promise<Inspected> => {
    const { code, stdout, stderr } = await runCli(['inspect', file, '--json', ...flags]);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as Inspected; // our own contract
  };

  it('are inspected: whose they are, and what they are like', async () => {
    const { code, stdout } = await runCli(['inspect', foreign]);
    assert.equal(code, 0);
    const [first, second, third] = stdout.split('\n');
    assert.match(first ?? '', /^foreign\.safetensors: resnet8-cifar, 10 classes$/);
    assert.match(second ?? '', /^37 tensors, 75,770 numbers, 306 kB$/);
    assert.match(third ?? '', /^The tensors would fit as well: resnet8-cifar --plain; say it with --model\.$/);
    assert.match(stdout, /\nconv1\.weight +16×3×3×3 +F32 +\S+ +0\.7\d+ +-1 +1 +\S+ +1 zero\nbn1\.weight /);
    assert.match(stdout, /\nall +\S+ +0\.7/);
  });

  it('say themselves whose they are where they are ours', async () => {
    const { options: found, certainty, classNames, tensors, totals } = await inspect(own);
    assert.deepEqual(found, { model: 'resnet8-cifar', plain: false, bias: false, order: 'relu-preact' });
    assert.deepEqual([certainty, classNames], ['recorded', ['bird', 'airplane']]);
    assert.equal(tensors[0]?.name, 'conv1.weight');
    assert.equal(totals.count, tensors.reduce((sum, { count }) => sum + count, 0)); // prettier-ignore
  });

  it('are taken for another network that has their tensors', async () => {
    const named = await inspect(foreign, '--model', 'resnet8-cifar', '--order', 'relu-before-add');
    assert.deepEqual(named.options, { model: 'resnet8-cifar', order: 'relu-before-add' });
    const { code, stderr } = await runCli(['inspect', foreign, '--model', 'resnet18']);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^resnet: foreign\.safetensors does not have the weights of resnet18: its tensor "bn1\.bias" \(16\) would have to be 64\./,
    );
  });

  it('are evaluated without a word about their network and classes', async () => {
    const told = await runCli(`evaluate --weights ${own} --model resnet8-cifar --order relu-preact --classes bird,airplane --data embedded --limit 40 --engine wasm`); // prettier-ignore
    const untold = await runCli(`evaluate --weights ${own} --data embedded --limit 40 --engine wasm`);
    assert.equal(untold.code, 0, untold.stderr);
    assert.equal(untold.stdout, told.stdout);
    assert.match(untold.stdout, /^loss .*\nbird: /);
    const predicted = await runCli(`predict --weights ${own} --data embedded --limit 2 --engine wasm`);
    assert.equal(predicted.code, 0, predicted.stderr);
  });

  it('start a training on other classes with a new last layer', async () => {
    const file = fileWith(weightsOf(buildArchitecture({ model: 'resnet8-cifar' }, 1000)), 'imagenet.safetensors');
    const flags = `--weights ${file} --data embedded --limit-train 16 --limit-test 4 --batch-size 8 --epochs 1 --engine wasm --json`; // prettier-ignore
    const without = await runCli(`train ${flags}`);
    assert.deepEqual([without.code, without.stderr], [2, 'resnet: The weights tell 1,000 classes apart, and the data is of 2: give --new-head to start the last layer anew, or other --classes.\n']); // prettier-ignore
    const out = freshFolder();
    const { code, stderr } = await runCli(
      `train ${flags} --new-head --optimizer sgd --lr 1e-12 --out ${path.join(out, 'run')}`,
    );
    assert.equal(code, 0, stderr);
    const [before, after] = [file, path.join(out, 'run/weights.safetensors')].map((each) => decodeSafetensors(readFileSync(each), each)); // prettier-ignore
    assert.deepEqual(after?.get('fc.weight')?.shape, [2, 64]);
    for (const name of ['conv1.weight', 'layer3.0.conv2.weight'])
      assert.deepEqual(after.get(name), before?.get(name), name);
    const { networkFile } = runFiles(path.join(out, 'run'));
    assert.equal((JSON.parse(readFileSync(networkFile, 'utf8')) as { training: { newHead: boolean } }).training.newHead, true); // prettier-ignore
    const alone = await runCli('train --new-head');
    assert.deepEqual([alone.code, alone.stderr], [2, 'resnet: A new head is for training from weights: name their file, or leave it out.\n']); // prettier-ignore
  });

  it('are trained on as the network that they are of', async () => {
    const out = path.join(freshFolder(), 'tuned');
    const tuned = await runCli(`train --weights ${own} ${quick} --out ${out}`);
    assert.equal(tuned.code, 0, tuned.stderr);
    const { model, order, classes } = options(out);
    assert.deepEqual([model, order, classes], ['resnet8-cifar', 'relu-preact', ['bird', 'airplane']]);
    const named = await runCli(`train --weights ${own} --model resnet14-cifar ${quick}`);
    assert.equal(named.code, 1);
    assert.match(named.stderr, /do not fit resnet14-cifar with 2 classes/);
  });

  for (const [what, bytes, sentence] of [
    ['a pickle', Buffer.from('PK\x03\x04\0\0\0\0\0\0'), /holds a Python pickle, which can run programs/],
    ['a text', Buffer.from('no weights at all'), /is not a usable safetensors file: its header claims/],
    ['the weights of no network', weightsOf({ ...buildArchitecture({ model: 'resnet8-cifar' }, 2), layers: [] }), /has the weights of no network known here: it has no tensors/], // prettier-ignore
  ] as const)
    for (const command of ['inspect', 'evaluate --data embedded --weights', 'train --weights'])
      it(`${command.split(' ', 1).join()} refuses ${what} in a sentence`, async () => {
        const { code, stderr } = await runCli([...command.split(' '), fileWith(bytes, 'model.pth')]);
        assert.equal(code, 1, stderr);
        assert.match(stderr, sentence);
        assert.equal(stderr.trim().split('\n').length, 1, stderr);
      });
});
