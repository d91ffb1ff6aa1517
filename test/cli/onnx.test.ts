import assert from 'node:assert/strict';
import path from 'node:path';
import { openOnnx } from '../../src/formats/onnx/openOnnx';
import { preset } from '../../src/model/presets';
import { analyze } from '../../src/model/analyze';
import { existing } from '../trainer/tensorSamples';
import { freshFolder, runCli } from './runCli';

const file = path.resolve('test/fixtures/onnx/basic-new.onnx');

describe('resnet and ONNX files', () => {
  it('describes one, and says what is not shown', async () => {
    const { code, stdout, stderr } = await runCli(['describe', file, '--json']);
    assert.equal(code, 0, stderr);
    const { params, notes, unknown } = JSON.parse(stdout) as { params: number; notes: string[]; unknown: object };
    const note = '14 batch norms are folded into the convolutions before: their parameters are not counted.';
    assert.deepEqual({ params, notes, unknown }, { params: 18_263, notes: [note], unknown: {} });
    assert.equal(stderr, `resnet: ${note}\n`);
  });

  it('refuses changes, and what is no ONNX file', async () => {
    const changed = await runCli(['describe', file, '--plain']);
    assert.deepEqual([changed.code, changed.stderr], [2, `resnet: The network in ${file} is described as it is: leave out --plain.\n`]); // prettier-ignore
    const missing = await runCli('describe none.onnx');
    assert.deepEqual([missing.code, missing.stderr], [1, "resnet: none.onnx can't be read: there is no such file; check its path.\n"]); // prettier-ignore
  });

  it('exports a run, and weights', async () => {
    const folder = freshFolder();
    const run = path.join(folder, 'run');
    const limits = ['--limit-train', '8', '--limit-test', '2', '--batch-size', '4', '--epochs', '1'];
    const trained = await runCli(['train', '--model', 'resnet20-cifar', '--data', 'embedded', '--engine', 'wasm', ...limits, '--out', run, '--json']); // prettier-ignore
    assert.equal(trained.code, 0, trained.stderr);
    const expected = analyze(existing(preset('resnet20-cifar', { classes: 2 })));
    for (const from of [run, path.join(run, 'weights.safetensors')]) {
      const out = path.join(folder, 'network.onnx');
      const { code, stdout, stderr } = await runCli(['export', from, '--out', out]);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /network\.onnx \(1\.\d\d MB\)\s*$/);
      assert.deepEqual(analyze(openOnnx(out).architecture), expected);
    }
    const other = await runCli(['export', run, '--out', 'x', '--format', 'caffe']);
    assert.deepEqual([other.code, other.stderr], [2, 'resnet: There is no format "caffe"; there is onnx.\n']);
  }).timeout(120_000);
});
