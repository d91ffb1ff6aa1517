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

  it('has timm’s pooled projections as a network’s own and as an option', async () => {
    const own = await describeJson('resnet50d');
    assert.equal(own.params, 25_576_264);
    for (const { layers } of [own, await describeJson('resnet50 --shortcut D')])
      assert.equal(layers.filter(({ kind }) => kind === 'avgPool2d').length, 3);
  });

  it('has options for the papers’ variants', async () => {
    const options = '--shortcut gated --order bn-after-add --gate-bias -4 --squeeze-excitation 8 --survival 0.5';
    const { layers } = await describeJson(`resnet110-cifar ${options}`);
    for (const kind of ['multiply', 'sigmoid', 'stochasticDepth']) assert.ok(layers.some((layer) => layer.kind === kind)); // prettier-ignore
    for (const [flag, sentence] of [
      ['--shortcut E', /There is no shortcut "E"/],
      ['--order preact', /There is no order of activations "preact"/],
      ['--survival 2', /The survival probability must be a number from 0\.01 to 1, but is 2/],
      ['--squeeze-excitation 0.5', /squeeze-and-excitation's ratio must be a whole number/i],
    ] as const) {
      const { code, stderr } = await runCli(`describe resnet20-cifar ${flag}`);
      assert.equal(code, 2);
      assert.match(stderr, sentence);
    }
  });

  it('prints Markdown and comma-separated values', async () => {
    const markdown = await runCli('describe resnet20-cifar --markdown');
    assert.match(markdown.stdout, /^### resnet20-cifar, input 3×32×32, 10 classes\n\n\| layer \| kind \|/);
    assert.match(markdown.stdout, /\| &emsp;&emsp;layer1\.0\.conv1 \| conv2d \|/);
    const { stdout } = await runCli('describe resnet20-cifar --csv');
    const [header = '', ...rows] = stdout.trim().split(/\r?\n/);
    assert.ok(rows.length > 60 && rows.every((row) => row.split(',').length === header.split(',').length));
    assert.ok(rows.includes('conv1,conv2d,3x32x32,16x32x32,432,0,442368,16384,65536,3,1'), rows.slice(0, 3).join('\n'));
  });

  it('prints a table', async () => {
    const { code, stdout } = await runCli('describe resnet18');
    assert.equal(code, 0);
    assert.match(stdout, /layer2\.0\.downsample\.0 +conv2d +64×56×56 +128×28×28 +8,192 +6,422,528 +43\/8\n/);
    assert.match(stdout, /\n {2}layer2\.0 +64×56×56 +128×28×28 +230,144 +179,830,784 +67\/8\n/);
    assert.match(stdout, /parameters 11,689,512 \(44\.59 MiB\)/);
    assert.match(stdout, /multiply-accumulates 1,814,073,344 for one image; FLOPs 3,628,146,688/);
  });
});
