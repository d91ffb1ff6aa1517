import assert from 'node:assert/strict';
import { quicklySettled } from '../formats/quickly';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { analyze } from '../../src/model/analyze';
import { buildArchitecture } from '../../src/protocol/checkTrainOptions';
import { combined } from '../../src/protocol/weights';
import { decodeSafetensors, encodeSafetensors, float32Of, type TensorData } from '../../src/trainer/safetensors';
import { openWeights } from '../../src/trainer/weights/openWeights';
import { measureTensor } from '../../src/trainer/weights/tensorStatistics';
import { readWeightsHeader, withFile } from '../../src/trainer/weights/weightsHeader';
import { weightStatistics } from '../../src/trainer/weights/weightStatistics';
import { tryMutation } from './mutations';
import { userError } from './tensorSamples';
import { fileWith, headOf, sparseFile, weightsOf } from './weightsFile';

const quiet = { signal: new AbortController().signal, onProgress: (): void => undefined };

const fixtures = readdirSync('test/fixtures', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => path.join('test/fixtures', name, 'weights.safetensors'))
  .filter((file) => existsSync(file));

describe('a file of weights', function () {
  this.timeout(60_000);

  it('is opened as the network whose weights it has', async () => {
    const architecture = buildArchitecture({ model: 'resnet20-cifar' }, 3);
    const { params, buffers } = analyze(architecture).totals;
    const file = fileWith(weightsOf(architecture), 'my net.safetensors');
    const { network, classNames, tensors, elements } = await openWeights({ file });
    assert.deepEqual(network.options, { model: 'resnet20-cifar' });
    assert.deepEqual([network.classes, classNames, tensors, elements], [3, undefined, 97, params + buffers]);
  });

  for (const file of fixtures)
    it(`written by PyTorch, ${file}, is opened, or refused where its sizes are no known network’s`, async () => {
      if (/alexnet|vgg/.test(file)) return assert.rejects(openWeights({ file }), userError(/no network known here/));
      const { network } = await openWeights({ file });
      assert.equal(network.options.model, 'weights');
    });

  it('of 240 MB is opened by its header alone', async () => {
    const file = sparseFile(buildArchitecture({ model: 'resnet152' }, 1000, 'own'));
    let read = 0;
    const header = await withFile(file, (opened) =>
      readWeightsHeader({
        ...opened,
        read: (begin, length) => {
          read += length;
          return opened.read(begin, length);
        },
      }),
    );
    assert.ok(header.bytes > 240e6);
    assert.ok(read < 1e6, `${read} bytes`);
    assert.deepEqual((await openWeights({ file })).network.options, { model: 'resnet152' });
    rmSync(file);
  });

  it('that is damaged in 500 ways is opened or refused in a sentence, at once', async () => {
    const good = weightsOf(buildArchitecture({ model: 'resnet8-cifar' }, 2));
    const scratch = fileWith(new Uint8Array(0), 'damaged.safetensors');
    const tally = { opened: 0, refused: 0 };
    for (let seed = 0; seed < 500; seed++) {
      const { how, ms, sentence } = await tryMutation(good, seed, scratch);
      tally[how]++;
      assert.ok(ms < 2000, `seed ${seed} took ${ms} ms`);
      if (how === 'refused') assert.match(sentence, /^[^\n]{10,700}\.$/, `seed ${seed}`);
    }
    assert.ok(tally.opened > 20 && tally.refused > 300, JSON.stringify(tally));
  });
});

describe('what a tensor’s elements are like', () => {
  const measured = (...parts: readonly (readonly number[])[]): ReturnType<typeof measureTensor> =>
    measureTensor(() => parts.map((part) => Float32Array.from(part)));

  it('agrees with a plain computation', async () => {
    const values = Float32Array.from({ length: 10_007 }, (_, at) => 3 + Math.sin(at) * Math.exp((at % 13) / 4));
    const { histogram, ...found } = await measureTensor(() => [values.subarray(0, 5000), values.subarray(5000)]);
    const all = [...values];
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
    const std = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length);
    const close = (a: number, b: number): void => assert.ok(Math.abs(a - b) <= 1e-12 * Math.abs(b), `${a} and ${b}`);
    close(found.mean, mean);
    close(found.std, std);
    close(found.norm, Math.hypot(...all));
    assert.deepEqual([found.min, found.max, found.count], [Math.min(...all), Math.max(...all), 10_007]);
    const width = (found.max - found.min) / 32;
    const counts = Array.from({ length: 32 }, (_, bin) =>
      all.filter((value) => Math.min(31, Math.floor((value - found.min) / width)) === bin).length,
    ); // prettier-ignore
    assert.ok(counts.every((count, bin) => Math.abs(count - (histogram[bin] ?? NaN)) <= 1));
    assert.equal(histogram.reduce((sum, count) => sum + count, 0), 10_007); // prettier-ignore
  });

  it('counts what is no number, and leaves it out', async () => {
    const found = await measured([NaN, 1, -Infinity], [3, Infinity, 0, -0]);
    const { nans, infinities, zeros, count, min, max, mean } = found;
    assert.deepEqual({ nans, infinities, zeros, count, min, max, mean }, { nans: 1, infinities: 2, zeros: 2, count: 7, min: 0, max: 3, mean: 1 }); // prettier-ignore
  });

  it('has no spread where all are the same, and nothing where there are none', async () => {
    const same = await measured([2, 2], [2]);
    assert.deepEqual([same.mean, same.std, same.histogram[0]], [2, 0, 3]);
    for (const found of [await measured(), await measured([NaN])])
      assert.deepEqual([found.mean, found.std, found.min, found.max, found.norm], [0, 0, 0, 0, 0]);
  });

  it('is of several tensors what it is of one that has all their elements', async () => {
    const [a, b, c] = [[1, 2, NaN, 7], [-3, 0], [NaN]];
    const whole = await measured([...a, ...b, ...c]);
    const parts = combined([await measured(a), await measured(b), await measured(c)]);
    for (const key of ['count', 'min', 'max', 'mean', 'std', 'norm', 'zeros', 'nans', 'infinities'] as const)
      assert.ok(Math.abs(parts[key] - whole[key]) < 1e-12, key);
  });

  it('is read from the file, of each type, in parts where a tensor is large', async () => {
    const { tensors, large } = samples();
    const file = fileWith(encodeSafetensors(tensors));
    const progress: number[] = [];
    const found = await weightStatistics(file, { ...quiet, onProgress: ({ done }) => progress.push(done) });
    assert.deepEqual(found.map(({ name }) => name).sort(), ['bfloat', 'double', 'half', 'large']);
    for (const { name, histogram, dtype, shape, ...numbers } of found) {
      const tensor = decodeSafetensors(readFileSync(file), 'file').get(name);
      assert.ok(tensor);
      const { histogram: counts, ...expected } = await measureTensor(() => [float32Of(tensor, name)]);
      assert.deepEqual([numbers, histogram, dtype, shape], [expected, counts, tensor.dtype, tensor.shape]);
    }
    assert.ok(large.bytes.length > 4 * 2 ** 20);
    assert.equal(progress.at(-1), readFileSync(file).length);
  });

  it('is not read on once nobody wants it', async () => {
    const file = fileWith(encodeSafetensors(samples().tensors));
    const abort = new AbortController();
    abort.abort();
    await assert.rejects(weightStatistics(file, { ...quiet, signal: abort.signal }), userError(/stopped/));
  });
});

function samples(): { readonly tensors: ReadonlyMap<string, TensorData>; readonly large: TensorData } {
  const size = 1_300_003;
  const waves = Float32Array.from({ length: size }, (_, at) => Math.cos(at));
  const large = { dtype: 'F32', shape: [size], bytes: new Uint8Array(waves.buffer) } as const;
  const bits = new Uint8Array(Uint16Array.from({ length: 2048 }, (_, at) => 31 * at).buffer);
  const doubles = new Uint8Array(Float64Array.of(1, -2, 1e-3, NaN).buffer);
  const tensors = new Map<string, TensorData>([
    ['large', large],
    ['half', { dtype: 'F16', shape: [2048], bytes: bits }],
    ['bfloat', { dtype: 'BF16', shape: [32, 64], bytes: bits }],
    ['double', { dtype: 'F64', shape: [2, 2], bytes: doubles }],
    ['counter', { dtype: 'I64', shape: [], bytes: new Uint8Array(8) }],
  ]);
  return { tensors, large };
}

describe('what is no file of weights', function () {
  this.timeout(20_000);
  const entry = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
  const many = (count: number, of: (index: number) => string): string =>
    `{${Array.from({ length: count }, (_, index) => of(index)).join(',')}}`;

  const cases: readonly (readonly [what: string, bytes: () => Uint8Array, sentence: RegExp])[] = [
    ['empty', () => new Uint8Array(0), /it has 0 bytes/],
    ['a text', () => Buffer.from('# ResNet Inspector'), /header claims \d+ bytes, more than the 4000000 allowed/],
    ['a PyTorch checkpoint', () => Buffer.from('PK\x03\x04\0\0\0\0\0\0archive/data.pkl'), /^some\.safetensors holds a Python pickle, which can run programs, .*save_file/], // prettier-ignore
    ['an old PyTorch checkpoint', () => Buffer.from('80028a0a6cfc9c46f920', 'hex'), /holds a Python pickle/], // prettier-ignore
    ['truncated in its tensors', () => Buffer.concat([headOf({ a: entry }), Buffer.alloc(3)]), /"a" ends at byte 4 of its data, but only 3 are there/], // prettier-ignore
    [
      'truncated in its header',
      () => headOf({ a: entry }).subarray(0, 20),
      /header claims \d+ bytes, but only 12 follow/,
    ],
    ['of 10⁹ elements', () => headOf({ a: { dtype: 'F32', shape: [1e9], data_offsets: [0, 4e9] } }), /ends at byte 4000000000/], // prettier-ignore
    ['of sizes past 2^53', () => headOf({ a: { ...entry, shape: [1e9, 1e9, 1e9] } }), /needs 4e\+27 bytes/],
    ['nested deep', () => headOf('['.repeat(3_900_000)), /nested deeper/],
    ['of 48,000 tensors', () => headOf(many(48_000, (at) => `"layer1.${at}.conv1.weight":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`)), /no network known here/], // prettier-ignore
    ['of blocks without end', () => headOf(many(48_000, (at) => `"layer1.${at}.conv2.weight":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`)), /no network known here: it lacks "conv1.weight"/], // prettier-ignore
    ['of whole numbers', () => changedType('F32', 'I32'), /Tensor "[\w.]+" in some\.safetensors holds I32, where one of F64, F32, F16, BF16/], // prettier-ignore
  ];
  for (const [what, bytes, sentence] of cases)
    it(`${what}, is refused in a sentence`, async () => {
      const file = fileWith(bytes());
      await quicklySettled(() => assert.rejects(openWeights({ file }), userError(sentence)));
    });

  it('where there is none, or a folder', async () => {
    await assert.rejects(openWeights({ file: 'nowhere.safetensors' }), userError(/there is no such file/));
    await assert.rejects(openWeights({ file: 'test' }), userError(/it is no file/));
  });

  it('of the network that it should be of', async () => {
    const file = fileWith(weightsOf(buildArchitecture({ model: 'resnet8-cifar' }, 2)));
    const request = { file, network: { model: 'resnet14-cifar' } };
    await assert.rejects(openWeights(request), userError(/^some\.safetensors does not have the weights of resnet14-cifar: it lacks "layer1\.1\.conv1\.weight"\.$/)); // prettier-ignore
  });
});

function changedType(from: string, to: string): Uint8Array {
  const bytes = Buffer.from(weightsOf(buildArchitecture({ model: 'resnet8-cifar' }, 2)));
  return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
}
