import assert from 'node:assert/strict';
import path from 'node:path';
import { runCli } from './runCli';

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
});
