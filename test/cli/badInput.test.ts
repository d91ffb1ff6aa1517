import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decodeSafetensors, encodeSafetensors, type TensorMap } from '../../src/trainer/safetensors';
import { freshFolder, quickTrain, runCli } from './runCli';

/** Unusable arguments: exit 2 and one sentence. */
const unusable: readonly (readonly [args: string, sentence: RegExp])[] = [
  ['describe resnet35', /no model "resnet35"\. Did you mean "resnet34"\?/],
  ['describe resnet34 --input 3x32', /channels x height x width, like 3x32x32, but is "3x32"/],
  ['describe resnet34 --classes 0', /number of classes must be a whole number from 1/],
  ['describe resnet34 --shortcut E', /There is no shortcut "E"/],
  ['train --epochs 0', /number of epochs must be a whole number from 1 to 10,000, but is 0/],
  ['train --epochs 1.5', /number of epochs must be a whole number/],
  ['train --epochs 1e9', /number of epochs must be a whole number/],
  ['train --epochs -1', /number of epochs must be a whole number from 1 to 10,000, but is -1\./],
  ['train --epochs five', /"five" is no number/],
  ['train --batch-size -3', /batch size must be a whole number/],
  ['train --batch-size 0', /batch size must be a whole number from 1 to 65,536, but is 0\./],
  ['train --batch-size 1.5', /batch size must be a whole number from 1 to 65,536, but is 1\.5\./],
  ['train --batch-size 1e9', /batch size must be a whole number from 1 to 65,536, but is 1000000000\./],
  ['train --lr 0', /learning rate must be a number/],
  ['train --lr -1', /learning rate must be a number from 0\.000000000001 to 1,000, but is -1\./],
  ['train --lr 1e9', /learning rate must be a number/],
  ['train --momentum 2 --optimizer sgd', /momentum must be a number/],
  ['train --seed -1', /seed must be a whole number/],
  ['train --optimizer adm', /no optimizer "adm"\. Did you mean "adam"\?/],
  ['train --optimizer adamv', /no optimizer "adamv"\. Did you mean "adamw?"\?/],
  ['train --lr-scheduler linear', /no learning rate scheduler "linear"\. Known: constant, step, cosine\./],
  ['train --lr-step-size 0', /learning rate's step size must be a whole number from 1 to 10,000, but is 0\./],
  ['train --lr-gamma -1', /learning rate's gamma must be a number from 0 to 10, but is -1\./],
  ['train --lr-warmup-epochs 5', /can't warm up for 5 epochs in a training of 5: choose fewer warm-up epochs or more/],
  ['train --lr-warmup-decay 0', /warm-up decay must be a number from 0\.000001 to 1, but is 0\./],
  ['train --label-smoothing 1', /label smoothing must be a number from 0 to 0\.9999, but is 1\./],
  ['train --random-crop 1.5', /random crop's padding must be a whole number from 0 to 32, but is 1\.5\./],
  ['train --random-horizontal-flip 2', /probability of a horizontal flip must be a number from 0 to 1, but is 2\./],
  ['train --metrics-every 0', /steps from one measurement to the next must be a whole number from 1/],
  ['train --step op', /no kind of step "op"\. Known: auto, compiled, op-by-op\./],
  ['train --optimiser adam', /unknown option '--optimiser' \(Did you mean --optimizer\?\)/],
  ['train --engine tensorflw', /no engine "tensorflw"\. Did you mean "tensorflow"\?/],
  ['train --data embedded --classes airplane,brid', /Did you mean "bird"\?/],
  ['train --data embedded --classes airplane', /two classes/],
  ['train --data embedded --limit-train 65 --batch-size 64', /last batch of one image/],
  ['engine install cuda', /no engine "cuda"/],
  ['frobnicate', /unknown command 'frobnicate'/],
  ['predict --model resnet34', /required option '--weights <file>' not specified/],
];

describe('unusable arguments', function () {
  this.timeout(60_000);
  for (const [args, sentence] of unusable)
    it(args, async () => {
      const { code, stderr } = await runCli(args);
      assert.equal(code, 2, stderr);
      assert.match(stderr, sentence);
      assert.doesNotMatch(stderr, /\n\s+at /);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
    });
});

describe('unusable data', function () {
  this.timeout(60_000);
  const official = process.env['RESNET_CIFAR10'] ?? '';
  const folder = path.join(freshFolder(), 'cifar-10-batches-bin');

  before(() => {
    assert.notEqual(official, '', 'RESNET_CIFAR10 names the converted folder');
    mkdirSync(folder);
    for (const file of [
      'data_batch_1.bin',
      'data_batch_2.bin',
      'data_batch_3.bin',
      'data_batch_4.bin',
      'data_batch_5.bin',
      'test_batch.bin',
    ])
      copyFileSync(path.join(official, file), path.join(folder, file));
    truncateSync(path.join(folder, 'data_batch_3.bin'), 1_000_000);
  });

  it('names the truncated file, its size and the size expected', async () => {
    const { code, stderr } = await runCli(['train', '--data', folder, '--engine', 'cpu']);
    assert.equal(code, 1);
    assert.match(stderr, /data_batch_3\.bin.*30,?730,?000.*1,?000,?000|data_batch_3\.bin.*1,?000,?000.*30,?730,?000/);
  });

  it('names a missing folder', async () => {
    const { code, stderr } = await runCli('train --data nowhere --engine cpu');
    assert.equal(code, 1);
    assert.match(stderr, /no data folder .*nowhere/);
  });
});

describe('unusable weights', function () {
  this.timeout(120_000);
  const out = path.join(freshFolder(), 'run');
  let good: TensorMap;

  before(async () => {
    const run = await runCli(`${quickTrain} --epochs 1 --limit-train 32 --out ${out} --engine tensorflow`);
    assert.equal(run.code, 0, run.stderr);
    good = decodeSafetensors(readFileSync(path.join(out, 'weights.safetensors')), 'weights');
  });

  const predicting = async (bytes: Uint8Array): Promise<string> => {
    const file = path.join(freshFolder(), 'changed.safetensors');
    writeFileSync(file, bytes);
    const { code, stderr } = await runCli(
      `predict --model resnet20-cifar --data embedded --limit 2 --engine cpu --weights ${file}`,
    );
    assert.equal(code, 1, stderr);
    assert.doesNotMatch(stderr, /\n\s+at /);
    return stderr;
  };
  const changed = (
    change: (tensors: Map<string, TensorMap extends ReadonlyMap<string, infer T> ? T : never>) => void,
  ): Uint8Array => {
    const tensors = new Map(good);
    change(tensors);
    return encodeSafetensors(tensors);
  };

  it('names a missing tensor', async () => {
    assert.match(
      await predicting(changed((tensors) => tensors.delete('layer2.0.bn1.running_var'))),
      /missing: layer2\.0\.bn1\.running_var/,
    );
  });

  it('names an extra tensor', async () => {
    const [tensor] = good.values();
    assert.ok(tensor);
    assert.match(
      await predicting(changed((tensors) => tensors.set('layer9.weight', tensor))),
      /not part of the network: layer9\.weight/,
    );
  });

  it('names a tensor of another shape, and both shapes', async () => {
    const bias = good.get('bn1.bias');
    assert.ok(bias);
    assert.match(
      await predicting(changed((tensors) => tensors.set('fc.bias', bias))),
      /of another shape: fc\.bias \(16, expected 2\)/,
    );
  });

  it('refuses a corrupt header', async () => {
    const bytes = encodeSafetensors(good);
    bytes[0] = 255;
    bytes[3] = 255;
    assert.match(await predicting(bytes), /changed\.safetensors.*header/);
  });

  it('refuses a truncated file', async () => {
    assert.match(await predicting(encodeSafetensors(good).subarray(0, 100_000)), /changed\.safetensors/);
  });
});
