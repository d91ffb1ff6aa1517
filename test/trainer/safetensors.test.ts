import assert from 'node:assert/strict';
import fsPromises, { mkdir, mkdtemp, open, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mock } from 'node:test';
import {
  decodeSafetensors,
  encodeSafetensors,
  float32Of,
  readSafetensors,
  type TensorData,
  writeSafetensors,
} from '../../src/trainer/safetensors';
import { existing, floats, userError } from './tensorSamples';

const fixtures = path.resolve('test/fixtures');
const pythonFiles = [
  ...['basic', 'bottleneck', 'plain', 'cifar-a', 'cifar-b', 'bias'].flatMap((network) => [
    `${network}/weights.safetensors`,
    `${network}/expected.safetensors`,
  ]),
  'dtypes/dtypes.safetensors',
];

describe('safetensors written by Python', () => {
  for (const file of pythonFiles)
    it(`${file} decodes and encodes again byte for byte`, async () => {
      const bytes = await readFile(path.join(fixtures, file));
      const tensors = decodeSafetensors(bytes, file);
      const shuffled = new Map([...tensors].reverse());
      assert.ok(bytes.equals(encodeSafetensors(shuffled, { format: 'pt' })));
    });

  it('has every name, type and shape of the state_dict', async () => {
    const tensors = await readSafetensors(path.join(fixtures, 'basic/weights.safetensors'));
    const expected: unknown = JSON.parse(await readFile(path.join(fixtures, 'basic/expected.json'), 'utf8'));
    const found = Object.fromEntries([...tensors].map(([name, { dtype, shape }]) => [name, [dtype, shape]]));
    assert.ok(typeof expected === 'object' && expected !== null && 'stateDict' in expected);
    assert.deepEqual(found, expected.stateDict);
  });

  it('converts floating-point types to the values that Python stored', async () => {
    const tensors = await readSafetensors(path.join(fixtures, 'dtypes/dtypes.safetensors'));
    const values = (name: string) => Array.from(float32Of(existing(tensors.get(name)), name));
    for (const name of ['float16', 'bfloat16', 'float32', 'float64'])
      assert.deepEqual(values(name), [0, 1, 2.5, 3, 40, 120]);
    assert.deepEqual(values('float8_e5m2'), [0, 1, 2.5, 3, 40, 128]);
    assert.deepEqual(values('empty'), []);
    assert.deepEqual(values('scalar'), [-0.75]);
    assert.deepEqual(values('é "\\\n\x01\x7f 名'), [1]);
    assert.deepEqual(values('half edges'), [
      0,
      -0,
      1,
      -2.5,
      65504,
      2 ** -24,
      1007 * 2 ** -24,
      Infinity,
      -Infinity,
      NaN,
    ]);
    const tiny = [0x33810000, 0x387c0000].map((bits) => new Float32Array(new Int32Array([bits]).buffer)[0]);
    assert.deepEqual(values('brain edges'), [0, -0, 1, -2.5, 65536, ...tiny, Infinity, -Infinity, NaN]);
  });

  it('refuses to take whole numbers for floating-point ones', async () => {
    const tensors = await readSafetensors(path.join(fixtures, 'dtypes/dtypes.safetensors'));
    for (const name of ['bool', 'uint8', 'int32', 'int64', 'complex64', 'float8_e4m3fn'])
      assert.throws(() => float32Of(existing(tensors.get(name)), name), userError(/^Tensor "\w+" holds \w+, where/));
  });
});

describe('safetensors in memory', () => {
  it('writes an empty map as an empty object, padded', () => {
    assert.deepEqual(encodeSafetensors(new Map()), Uint8Array.of(8, 0, 0, 0, 0, 0, 0, 0, ...Buffer.from('{}      ')));
    assert.equal(decodeSafetensors(encodeSafetensors(new Map()), 'x').size, 0);
  });

  it('keeps names that JavaScript objects reorder or hide', () => {
    const tensors = new Map(['10', '9', '__proto__', 'constructor', '😀', '\uff5e'].map((name) => [name, floats(1)]));
    const decoded = decodeSafetensors(encodeSafetensors(tensors), 'x');
    // By UTF-8 bytes, as the reference sorts: U+FF5E before the emoji, though not in UTF-16.
    assert.deepEqual([...decoded.keys()], ['10', '9', '__proto__', 'constructor', '\uff5e', '😀']);
  });

  it('copies floats out of bytes at any address', () => {
    const bytes = Buffer.concat([Buffer.alloc(1), encodeSafetensors(new Map([['a', floats(1.5, -2)]]))]).subarray(1);
    const tensor = existing(decodeSafetensors(bytes, 'x').get('a'));
    const values = float32Of(tensor, 'a');
    tensor.bytes.fill(0);
    assert.deepEqual(values, Float32Array.of(1.5, -2));
  });

  it('does not write what could not be read', () => {
    const wrong: TensorData = { ...floats(1, 2), shape: [3] };
    assert.throws(() => encodeSafetensors(new Map([['a', wrong]])), /"a": 8 bytes don't make F32 of shape \[3\]/);
    assert.throws(() => encodeSafetensors(new Map([['__metadata__', floats(1)]])), /can't be named/);
  });
});

describe('safetensors on disk', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'safetensors-'));
  });
  afterEach(async () => {
    mock.restoreAll();
    await rm(folder, { recursive: true });
  });
  const file = () => path.join(folder, 'weights.safetensors');
  const save = (...values: number[]) => writeSafetensors(file(), new Map([['a', floats(...values)]]), { format: 'pt' });
  const saved = async () => Array.from(float32Of(existing((await readSafetensors(file())).get('a')), 'a'));

  it('replaces a file and leaves nothing beside it', async () => {
    await save(1);
    await save(2, 3);
    assert.deepEqual(await saved(), [2, 3]);
    assert.deepEqual(await readdir(folder), ['weights.safetensors']);
  });

  for (const [code, meaning] of [
    ['ENOSPC', /the disk is full; free some space or choose another folder\.$/],
    ['EACCES', /you may not write to its folder/],
    ['EIO', /: EIO happened\.$/],
  ] as const)
    it(`keeps the old file when a write ends with ${code}`, async () => {
      await save(1);
      await failWrites(folder, code);
      await assert.rejects(
        save(2, 3),
        userError(meaning, /^The weights can't be saved as .*weights\.safetensors: [^\n]*\.$/),
      );
      mock.restoreAll();
      assert.deepEqual(await saved(), [1]);
      assert.deepEqual(await readdir(folder), ['weights.safetensors']);
    });

  it('keeps the old file when the new one cannot take its place', async () => {
    await save(1);
    mock.method(fsPromises, 'rename', () => Promise.reject(systemError('EPERM')));
    await assert.rejects(save(2), userError(/you may not write/));
    assert.deepEqual(await saved(), [1]);
    assert.deepEqual(await readdir(folder), ['weights.safetensors']);
  });

  it('says which folder is missing or is none, or that a folder has the name', async () => {
    const tensors = new Map([['a', floats(1)]]);
    await save(1);
    await mkdir(path.join(folder, 'taken'));
    await assert.rejects(writeSafetensors(path.join(folder, 'no/w'), tensors), userError(/its folder does not exist/));
    await assert.rejects(writeSafetensors(path.join(file(), 'w'), tensors), userError(/a part of its path is a file/));
    await assert.rejects(
      writeSafetensors(path.join(folder, 'taken'), tensors),
      userError(/there is a folder of that name/),
    );
    assert.deepEqual(await readdir(folder), ['taken', 'weights.safetensors']);
  });

  it('says why a file cannot be read', async () => {
    await assert.rejects(
      readSafetensors(file()),
      userError(/weights\.safetensors can't be read: there is no such file/),
    );
    await assert.rejects(readSafetensors(folder), userError(/it is no file/));
    await assert.rejects(readSafetensors(path.join(fixtures, 'networks.py', 'x')), userError(/there is no such file/));
    await symlink('weights.safetensors', file());
    await assert.rejects(readSafetensors(file()), userError(/weights\.safetensors can't be read: /));
  });

  it('names the file in what it says about the contents', async () => {
    await writeFile(file(), 'not weights at all');
    await assert.rejects(
      readSafetensors(file()),
      userError(/^weights\.safetensors is not a usable safetensors file: /),
    );
  });
});

/** Makes every file handle's write end half-way with a system's error. */
async function failWrites(folder: string, code: string): Promise<void> {
  const handle = await open(folder, 'r');
  const prototype = existing(Object.getPrototypeOf(handle) as typeof handle | undefined);
  await handle.close();
  mock.method(prototype, 'writeFile', async function (this: typeof handle, bytes: Uint8Array) {
    await this.write(bytes, 0, bytes.length >> 1);
    throw systemError(code);
  });
}

function systemError(code: string): Error {
  return Object.assign(new Error(`${code} happened`), { code });
}
