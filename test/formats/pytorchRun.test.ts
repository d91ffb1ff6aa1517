import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { exportOnnx } from '../../src/formats/onnx/exportOnnx';
import { openOnnx } from '../../src/formats/onnx/openOnnx';
import { pytorchSource } from '../../src/formats/pytorch/pytorchSource';
import type { Architecture } from '../../src/model/layer';
import { preset, presetNames } from '../../src/model/presets';
import { tensorsOf } from '../../src/model/tensorRules';
import { seededRandom } from '../../src/trainer/data/random';
import { initialValues } from '../../src/trainer/initialise';
import { encodeSafetensors, type TensorData } from '../../src/trainer/safetensors';
import { fixtureNames, openFixture } from '../trainer/fixture';
import { existing } from '../trainer/tensorSamples';
import { oddNetworks, variants } from './oddNetworks';

/** A source to run, and what it is held to. */
interface Item {
  readonly source: string;
  readonly weights?: string;
  readonly expected?: string;
}

interface Found {
  readonly tensors: Readonly<Record<string, readonly number[]>>;
  readonly difference?: number;
  readonly largest?: number;
}

const python = process.env['RESNET_BENCH_PYTHON'] ?? 'python3';
const hasTorch = spawnSync(python, ['-c', 'import torch, safetensors.torch']).status === 0;
const onnxFiles = readdirSync('test/fixtures/onnx').filter((file) => file.endsWith('-whole.onnx'));

const unweighted: readonly (readonly [string, Architecture])[] = [
  ...presetNames.map((name) => [name, existing(preset(name))] as const),
  ...Object.entries(variants),
  ...onnxFiles.map((file) => [file, openOnnx(path.join('test/fixtures/onnx', file)).architecture] as const),
];

describe('PyTorch sources in Python', () => {
  let folder = '';
  before(() => void (folder = mkdtempSync(path.join(tmpdir(), 'resnet-pytorch-'))));
  after(() => rmSync(folder, { recursive: true }));

  const written = (name: string, architecture: Architecture): string => {
    const file = path.join(folder, `${name.replaceAll(/\W/g, '_')}.py`);
    writeFileSync(file, pytorchSource(architecture, { weights: 'weights.safetensors' }));
    return file;
  };

  if (!hasTorch) {
    it('parse', () => {
      const fixtures = fixtureNames.map((name) => [name, openFixture(name).architecture] as const);
      const files = [...unweighted, ...fixtures, ...Object.entries(oddNetworks)].map(([name, network]) => written(name, network)); // prettier-ignore
      parse(files);
    }).timeout(60_000);
    return;
  }

  it("give PyTorch's logits with the fixtures' weights, loaded strictly", () => {
    const fixtures = fixtureNames.map(openFixture);
    const items = fixtures.map(({ name, architecture }) => ({
      source: written(name, architecture),
      weights: path.join('test/fixtures', name, 'weights.safetensors'),
      expected: path.join('test/fixtures', name, 'expected.safetensors'),
    }));
    for (const [index, found] of run(items).entries()) {
      const { name, stateDict } = existing(fixtures[index]);
      isClose(found, name);
      const shapes = Object.fromEntries(Object.entries(stateDict).map(([tensor, [, shape]]) => [tensor, shape]));
      assert.deepEqual(found.tensors, shapes, name);
    }
  }).timeout(120_000);

  it("give ONNX Runtime's logits for networks that no builder makes", async () => {
    const networks = Object.entries(oddNetworks);
    const items: Item[] = [];
    for (const [name, network] of networks)
      items.push({ source: written(name, network), ...(await weighted(folder, network)) });
    for (const [index, found] of run(items).entries()) isClose(found, existing(networks[index])[0]);
  }).timeout(120_000);

  it('have the names and shapes of our tensors, for every preset, option and ONNX file', () => {
    const items = unweighted.map(([name, network]) => ({ source: written(name, network) }));
    for (const [index, { tensors }] of run(items).entries()) {
      const [name, { layers }] = existing(unweighted[index]);
      const ours = layers.flatMap((layer) => tensorsOf(layer)).map((tensor) => [tensor.name, tensor.shape]);
      const theirs = Object.entries(tensors).filter(([tensor]) => !tensor.endsWith('.num_batches_tracked'));
      assert.deepEqual(Object.fromEntries(theirs), Object.fromEntries(ours), name);
    }
  }).timeout(300_000);
});

/** What can be checked without PyTorch. */
function parse(files: readonly string[]): void {
  const hasPython = spawnSync(python, ['--version']).status === 0;
  console.log(`      No Python with torch and safetensors; name one in RESNET_BENCH_PYTHON. Sources are not run, ${hasPython ? 'but parsed' : 'and only their brackets checked'}.`); // prettier-ignore
  if (hasPython) execFileSync(python, ['-m', 'py_compile', ...files]);
  for (const file of files) {
    const source = readFileSync(file, 'utf8');
    const count = (bracket: string): number => source.split(bracket).length;
    for (const [open = '', close = ''] of ['()', '[]', '{}']) assert.equal(count(open), count(close), file);
  }
}

function run(items: readonly Item[]): readonly Found[] {
  const output = execFileSync(python, ['-B', 'test/fixtures/run_sources.py'], {
    input: JSON.stringify(items),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const found = JSON.parse(output) as readonly Found[]; // as our script writes it
  assert.equal(found.length, items.length);
  return found;
}

function isClose({ difference, largest }: Found, name: string): void {
  assert.ok(existing(largest) > 0, name);
  assert.ok(existing(difference) <= 1e-4 * existing(largest), `${name}: ${difference} of ${largest}`);
}

/** Weights for a network, and the logits that ONNX Runtime has from them, in files. */
async function weighted(folder: string, network: Architecture): Promise<Pick<Item, 'weights' | 'expected'>> {
  const values = valuesFor(network);
  const bytes = exportOnnx(network, { valuesOf: (name) => existing(values.get(name)), version: '0' });
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3, intraOpNumThreads: 1 });
  const { normal } = seededRandom(3);
  const input = Float32Array.from({ length: 2 * 3 * 32 * 32 }, normal);
  const { logits } = await session.run({ input: new Tensor('float32', input, [2, 3, 32, 32]) });
  const specs = network.layers.flatMap((layer) => tensorsOf(layer));
  const weights = specs.map(({ name, shape }) => [name, tensor(existing(values.get(name)), shape)] as const);
  const found = existing(logits).data as Float32Array; // of a float tensor
  const expected = { input: tensor(input, [2, 3, 32, 32]), logits_eval: tensor(found, [2, 3]) };
  const base = path.join(mkdtempSync(path.join(folder, 'odd-')), 'network');
  writeFileSync(`${base}.weights`, encodeSafetensors(new Map(weights)));
  writeFileSync(`${base}.expected`, encodeSafetensors(new Map(Object.entries(expected))));
  await session.release();
  return { weights: `${base}.weights`, expected: `${base}.expected` };
}

/** Statistics that differ from channel to channel, so that a batch norm left out shows. */
function valuesFor(network: Architecture): ReadonlyMap<string, Float32Array> {
  const values = initialValues(network, 1);
  for (const [name, some] of values)
    if (/\.running_(mean|var)$/.test(name)) some.forEach((_, index) => (some[index] = 0.5 + 0.1 * (index % 5)));
  return values;
}

function tensor(values: Float32Array, shape: readonly number[]): TensorData {
  return { dtype: 'F32', shape, bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) };
}
