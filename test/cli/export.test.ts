import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openOnnx } from '../../src/formats/onnx/openOnnx';
import { analyze } from '../../src/model/analyze';
import { preset } from '../../src/model/presets';
import { existing } from '../trainer/tensorSamples';
import { freshFolder, runCli } from './runCli';

describe('resnet export', function () {
  this.timeout(120_000);
  const folder = freshFolder();
  const run = path.join(folder, 'run');
  const weights = path.join(run, 'weights.safetensors');

  before(async () => {
    const limits = ['--limit-train', '8', '--limit-test', '2', '--batch-size', '4', '--epochs', '1'];
    const trained = await runCli(['train', '--model', 'resnet20-cifar', '--data', 'embedded', '--engine', 'wasm', ...limits, '--out', run, '--json']); // prettier-ignore
    assert.equal(trained.code, 0, trained.stderr);
  });

  it('writes a run, and weights, as ONNX', async () => {
    const expected = analyze(existing(preset('resnet20-cifar', { classes: 2 })));
    for (const from of [run, weights]) {
      const out = path.join(folder, 'network.onnx');
      const { code, stdout, stderr } = await runCli(['export', from, '--out', out]);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /network\.onnx \(1\.\d\d MB\)\s*$/);
      assert.deepEqual(analyze(openOnnx(out).architecture), expected);
    }
  });

  it('writes safetensors that are the run’s', async () => {
    const out = path.join(folder, 'again.safetensors');
    assert.equal((await runCli(['export', run, '--out', out])).code, 0);
    assert.deepEqual(readFileSync(out), readFileSync(weights));
  });

  it('writes folders for TensorFlow and TensorFlow.js', async () => {
    for (const [format, files] of [
      ['tfjs', ['group1-shard1of1.bin', 'model.json']],
      ['saved-model', ['saved_model.pb']],
    ] as const) {
      const out = path.join(folder, format);
      const { code, stderr } = await runCli(['export', run, '--out', out, '--format', format]);
      assert.equal(code, 0, stderr);
      assert.deepEqual(readdirSync(out).sort(), files);
    }
    const { userDefinedMetadata } = JSON.parse(readFileSync(path.join(folder, 'tfjs/model.json'), 'utf8')) as { userDefinedMetadata: object }; // prettier-ignore
    const normalisation = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };
    assert.deepEqual(userDefinedMetadata, { classes: ['airplane', 'bird'], normalisation });
  });

  it('writes PyTorch source with its weights beside it', async () => {
    const out = path.join(folder, 'network.py');
    assert.equal((await runCli(['export', run, '--out', out])).code, 0);
    assert.match(readFileSync(out, 'utf8'), /network\.safetensors/);
    assert.deepEqual(readFileSync(path.join(folder, 'network.safetensors')), readFileSync(weights));
  });

  it('leaves a folder alone that has files', async () => {
    const out = path.join(folder, 'full');
    mkdirSync(out);
    writeFileSync(path.join(out, 'mine'), '');
    const { code, stderr } = await runCli(['export', run, '--out', out, '--format', 'tfjs']);
    assert.deepEqual([code, stderr], [1, `resnet: There are files in ${out} already; name a new folder, or empty this one.\n`]); // prettier-ignore
    assert.deepEqual(readdirSync(out), ['mine']);
  });

  it('refuses what it can’t make or write in a sentence', async () => {
    const unknown = await runCli(['export', run, '--out', 'x', '--format', 'onx']);
    assert.deepEqual([unknown.code, unknown.stderr], [2, 'resnet: There is no format "onx". Did you mean "onnx"?\n']);
    const nameless = await runCli(['export', run, '--out', 'x']);
    assert.equal(nameless.code, 2);
    assert.match(
      nameless.stderr,
      /^resnet: "x" tells no format: end it in \.safetensors, \.onnx.*, or give --format safetensors, /,
    );
    const nowhere = await runCli(['export', run, '--out', path.join(folder, 'none/x.onnx')]);
    assert.equal(nowhere.code, 1);
    assert.match(nowhere.stderr, /x\.onnx can't be written: its folder does not exist; make it or choose another\.\n$/);
    const never = await runCli(['export', folder, '--out', 'x.onnx']);
    assert.match(never.stderr, /can't be opened: there is no run\.json\.\n$/);
  });
});
