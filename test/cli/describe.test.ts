import assert from 'node:assert/strict';
import { runCli } from './runCli';

interface Described {
  readonly name: string;
  readonly input: readonly number[];
  readonly classes: number;
  readonly params: number;
  readonly buffers: number;
  readonly macs: number;
  readonly layers: readonly {
    readonly name: string;
    readonly kind: string;
    readonly inputs: readonly string[];
    readonly params: number;
  }[];
}

const describeJson = async (args: string): Promise<Described> => {
  const { code, stdout, stderr } = await runCli(`describe ${args} --json`);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as Described;
};

describe('resnet describe', () => {
  it('prints the worked example as JSON', async () => {
    const described = await describeJson('resnet34 --input 3x32x32 --classes 2');
    assert.deepEqual(
      [described.name, described.input, described.classes, described.params, described.macs],
      ['resnet34', [3, 32, 32], 2, 21_285_698, 74_761_216],
    );
    const names = new Set(described.layers.map((layer) => layer.name));
    assert.equal(names.size, described.layers.length);
    assert.ok(described.layers.every((layer) => layer.inputs.every((input) => names.has(input))));
    assert.equal(
      described.layers.reduce((sum, layer) => sum + layer.params, 0),
      described.params,
    );
  });

  it('has options for bias, plain networks and shortcuts', async () => {
    assert.equal((await describeJson('resnet34 --input 3x32x32 --classes 2 --bias')).params, 21_293_250);
    const plain = await describeJson('resnet34 --plain');
    assert.deepEqual([plain.name, plain.layers.some(({ kind }) => kind === 'add')], ['plain34', false]);
    assert.ok(
      (await describeJson('resnet20-cifar --shortcut B')).params > (await describeJson('resnet20-cifar')).params,
    );
  });

  it('prints a table', async () => {
    const { code, stdout } = await runCli('describe resnet18');
    assert.equal(code, 0);
    assert.match(stdout, /layer2\.0\.downsample\.0 +conv2d +64×56×56 +128×28×28 +8,192 +6,422,528/);
    assert.match(stdout, /parameters 11,689,512/);
  });
});
