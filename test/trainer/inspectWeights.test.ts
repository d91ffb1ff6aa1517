import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { elements } from '../../src/model/layer';
import { preset } from '../../src/model/presets';
import { tensorsOf } from '../../src/model/tensorRules';
import { UserError } from '../../src/protocol/userError';
import { seededRandom } from '../../src/trainer/data/random';
import { inspectWeights } from '../../src/trainer/inspectWeights';
import { encodeSafetensors, type TensorData } from '../../src/trainer/safetensors';
import { openHeader } from '../../src/trainer/safetensorsFile';
import { existing, userError } from './tensorSamples';

const { signal } = new AbortController();

function float32(values: readonly number[], shape: readonly number[] = [values.length]): TensorData {
  return { dtype: 'F32', shape, bytes: new Uint8Array(Float32Array.from(values).buffer) };
}

function near(found: number | null, wanted: number): boolean {
  return found !== null && Math.abs(found - wanted) < 1e-9;
}

/** The state dict of a small preset, of noise. */
function resnet20(): Map<string, TensorData> {
  const { normal } = seededRandom(1);
  const { layers } = existing(preset('resnet20-cifar', { classes: 3 }));
  const noise = (shape: readonly number[]): TensorData =>
    float32(
      Array.from({ length: elements(shape) }, () => normal()),
      shape,
    );
  return new Map(layers.flatMap((layer) => tensorsOf(layer)).map(({ name, shape }) => [name, noise(shape)]));
}

describe('inspecting weights', function () {
  this.timeout(60_000);
  let folder: string;
  let file: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'resnet-inspect-'));
    file = path.join(folder, 'weights.safetensors');
  });
  after(() => rm(folder, { recursive: true }));

  it('names the network and describes each tensor', async () => {
    const tensors = resnet20();
    await writeFile(file, encodeSafetensors(tensors));
    const { networks, tensors: found, reason } = await inspectWeights(file, signal);
    assert.deepEqual([networks[0], reason], [{ model: 'resnet20-cifar', options: {}, classes: 3 }, undefined]);
    assert.equal(found.length, tensors.size);
    const values = [...new Float32Array(existing(tensors.get('layer3.0.conv1.weight')).bytes.buffer)];
    const { values: told } = existing(found.find(({ name }) => name === 'layer3.0.conv1.weight'));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + value * value, 0);
    assert.ok(near(existing(told).mean, mean));
    assert.ok(near(existing(told).std, Math.sqrt(squares / values.length - mean ** 2)));
    assert.ok(Math.abs(existing(told).norm / Math.sqrt(squares) - 1) < 1e-12);
    assert.deepEqual([told?.min, told?.max], [Math.min(...values), Math.max(...values)]);
  });

  it('counts what is no number, and says so of a file that is of no network', async () => {
    const odd = float32([0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2]);
    const halves: TensorData = { dtype: 'BF16', shape: [2], bytes: Uint8Array.of(0x80, 0x3f, 0x00, 0xc0) };
    const whole: TensorData = { dtype: 'I64', shape: [], bytes: new Uint8Array(8) };
    const nothing = float32([Number.NaN]);
    await writeFile(file, encodeSafetensors(new Map([['odd', odd], ['halves', halves], ['whole', whole], ['nothing', nothing]]))); // prettier-ignore
    const { networks, reason, tensors } = await inspectWeights(file, signal);
    assert.deepEqual(networks, []);
    assert.match(existing(reason), /^none of its 4 tensors/);
    const of = (name: string) => existing(tensors.find((tensor) => tensor.name === name));
    const { mean, std, ...rest } = existing(of('odd').values);
    assert.ok(near(mean, 2 / 3) && near(std, Math.sqrt(8) / 3));
    assert.deepEqual(rest, { min: -0, max: 2, norm: 2, zeros: 2, nan: 1, infinite: 2 });
    assert.deepEqual([of('halves').values?.min, of('halves').values?.max], [-2, 1]);
    assert.equal(of('whole').values, undefined);
    assert.equal(of('nothing').values?.mean, null);
  });

  it('reads a large file’s header alone', async () => {
    const header = Buffer.from(JSON.stringify({ big: { dtype: 'F32', shape: [60_000_000], data_offsets: [0, 240_000_000] } })); // prettier-ignore
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    await writeFile(file, Buffer.concat([length, header]));
    const handle = await open(file, 'r+');
    await handle.truncate(8 + header.length + 240_000_000);
    let read = 0;
    const counting = new Proxy(handle, {
      get: (target, key) => {
        if (key === 'stat') return () => target.stat();
        return async (...call: Parameters<typeof handle.read>) => {
          const result = await target.read(...call);
          read += result.bytesRead;
          return result;
        };
      },
    });
    const { entries } = await openHeader(counting, file);
    await handle.close();
    assert.deepEqual(entries.map(({ shape }) => shape), [[60_000_000]]); // prettier-ignore
    assert.ok(read <= 1 << 20, String(read));
  });

  it('refuses a pickle, what is not there, a folder and a pipe, each in a sentence', async () => {
    await writeFile(file, Buffer.from([0x50, 0x4b, 0x03, 0x04, 1, 2, 3, 4, 5]));
    await assert.rejects(inspectWeights(file, signal), userError(/a Python pickle, which can run programs/));
    await assert.rejects(inspectWeights(path.join(folder, 'none'), signal), userError(/can't be opened \(ENOENT\)/));
    await assert.rejects(inspectWeights(folder, signal), userError(/is no file: check its path/));
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await assert.rejects(inspectWeights(pipe, signal), userError(/is no file: check its path/));
  });

  it('ends in a sentence or an answer for 500 damaged files, and soon', async () => {
    const sound = Buffer.from(encodeSafetensors(new Map([['fc.weight', float32([1, 2, 3, 4], [2, 2])], ['fc.bias', float32([1, 2])]]))); // prettier-ignore
    const { below } = seededRandom(7);
    for (let round = 0; round < 500; round++) {
      const damaged = Buffer.from(sound.subarray(0, round % 5 === 0 ? below(sound.length) : sound.length));
      for (let change = 0; change < 1 + below(8) && damaged.length > 0; change++)
        damaged[below(damaged.length)] = below(256);
      await writeFile(file, damaged);
      const began = performance.now();
      await inspectWeights(file, signal).catch((error: unknown) => {
        assert.ok(error instanceof UserError, String(error));
        assert.ok(!error.message.includes('\n'));
      });
      assert.ok(performance.now() - began < 2000);
    }
  });
});
