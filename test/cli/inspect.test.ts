import assert from 'node:assert/strict';
import path from 'node:path';
import { runCli } from './runCli';

const fixture = (name: string): string => path.resolve('test/fixtures', name, 'weights.safetensors');

describe('resnet inspect', () => {
  it('says which network a file is of, and describes its tensors', async () => {
    const { code, stdout, stderr } = await runCli(`inspect ${fixture('cifar-b')}`);
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /^weights\.safetensors: not recognised: the nearest is \S+, but conv1\.weight is 4×3×3×3 there and /,
    );
    assert.match(stdout, /\nlayer2\.0\.downsample\.0\.weight +F32 +8×4×1×1 +-?[\d.e-]+ +[\d.]+/);
  });

  it('answers in JSON, and with a sentence where there is nothing to inspect', async () => {
    const { stdout } = await runCli(`inspect ${fixture('basic')} --json`);
    assert.ok((JSON.parse(stdout) as { tensors: unknown[] }).tensors.length > 20);
    const missing = await runCli('inspect nowhere.safetensors');
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /^resnet: \S*nowhere\.safetensors can't be opened \(ENOENT\)/);
  });
});
