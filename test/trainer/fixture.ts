import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Architecture } from '../../src/model/layer';
import type { Batch } from '../../src/trainer/data/assembleBatch';
import { decodeSafetensors, float32Of, type TensorMap } from '../../src/trainer/safetensors';
import { fixturePlans } from './fixturePlans';

export const fixtureNames = Object.keys(fixturePlans);

/** What PyTorch computed for one small network. */
export interface Fixture {
  readonly name: string;
  readonly architecture: Architecture;
  readonly weights: TensorMap;
  readonly expected: TensorMap;
  readonly losses: { readonly first: number; readonly sgd: readonly number[] };
  /** Parameters whose gradient is zero but for rounding. */
  readonly zeroGradients: readonly string[];
  readonly stateDict: Readonly<Record<string, readonly [dtype: string, shape: readonly number[]]>>;
}

export function openFixture(name: string): Fixture {
  const plan = fixturePlans[name];
  if (plan === undefined) throw new RangeError(`There is no fixture ${name}.`);
  const folder = path.join('test/fixtures', name);
  const tensors = (file: string): TensorMap => decodeSafetensors(readFileSync(path.join(folder, file)), file);
  const facts = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as Pick<
    Fixture,
    'losses' | 'zeroGradients' | 'stateDict'
  >;
  return {
    name,
    architecture: plan(name),
    weights: tensors('weights.safetensors'),
    expected: tensors('expected.safetensors'),
    ...facts,
  };
}

export function values(tensors: TensorMap, name: string): Float32Array {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new RangeError(`The fixture has no tensor ${name}.`);
  return float32Of(tensor, name);
}

/** A stored batch: `''`, `1` or `2`. CHW images become NHWC. */
export function fixtureBatch({ expected }: Fixture, which: '' | '1' | '2'): Batch {
  const images = values(expected, `input${which}`);
  const labels = expected.get(`labels${which}`);
  if (labels === undefined) throw new RangeError('The fixture has no labels.');
  const read = new DataView(labels.bytes.buffer, labels.bytes.byteOffset);
  const count = labels.shape[0] ?? 0;
  const nhwc = new Float32Array(images.length);
  for (let image = 0; image < count; image++)
    for (let channel = 0; channel < 3; channel++)
      for (let pixel = 0; pixel < 1024; pixel++)
        nhwc[(image * 1024 + pixel) * 3 + channel] = images[(image * 3 + channel) * 1024 + pixel] ?? Number.NaN;
  return {
    images: nhwc,
    labels: Int32Array.from({ length: count }, (_, i) => Number(read.getBigInt64(8 * i, true))),
    count,
  };
}
