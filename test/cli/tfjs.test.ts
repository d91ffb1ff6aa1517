import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { freshFolder, runCli } from './runCli';

const folder = path.resolve('test/fixtures/tfjs');

describe('resnet and TensorFlow.js files', () => {
  it('describes one, and says what is not shown, also in its JSON', async () => {
    const { code, stdout, stderr } = await runCli(['describe', path.join(folder, 'gated.json'), '--json']);
    assert.equal(code, 0, stderr);
    const { params, notes, unknown } = JSON.parse(stdout) as { params: number; notes: string[]; unknown: object };
    assert.deepEqual([params, unknown], [1_385, { silu: 1 }]);
    assert.equal(notes.length, 2);
    assert.equal(stderr, notes.map((note) => `resnet: ${note}\n`).join(''));
  });

  it('reads a graph model with the sizes in its shard, as a table', async () => {
    const { code, stdout, stderr } = await runCli(['describe', path.join(folder, 'cifar-graph/model.json')]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /2,827/);
    assert.match(stderr, /^resnet: 9 batch norms are folded [^\n]*\nresnet: 1 layer pads one side more [^\n]*\n$/);
  });

  it('refuses changes, and JSON that is something else', async () => {
    const file = path.join(folder, 'vgg.json');
    const changed = await runCli(['describe', file, '--classes', '2']);
    assert.deepEqual([changed.code, changed.stderr], [2, `resnet: The network in ${file} is described as it is: leave out --classes.\n`]); // prettier-ignore
    const other = path.join(freshFolder(), 'package.json');
    writeFileSync(other, '{"name":"resnet"}');
    const refused = await runCli(['describe', other]);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^resnet: package\.json is not a usable TensorFlow\.js model: there are neither layers nor a graph in it \(our own network files end with \.resnet\.json\); [^\n]*\.\n$/); // prettier-ignore
  });
});
