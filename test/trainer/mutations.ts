import { rm, writeFile } from 'node:fs/promises';
import { UserError } from '../../src/protocol/userError';
import { randomNumbers, type RandomNumbers } from './randomNumbers';
import { openWeights } from '../../src/trainer/weights/openWeights';
import { weightStatistics } from '../../src/trainer/weights/weightStatistics';

/** How a damaged file was taken. */
export interface Taken {
  readonly how: 'opened' | 'refused';
  readonly ms: number;
  readonly sentence: string;
}

type Mutate = (bytes: Buffer, random: RandomNumbers) => Uint8Array;

/** Where the header ends. */
const headerEnd = (bytes: Buffer): number => Math.min(bytes.length, 8 + Number(bytes.readBigUInt64LE(0)));

const strangeNumbers = ['-1', '1e9', '1000000000', '9007199254740993', '0.5', '1e400', 'null', '[]', '[[[[', '{"a":{"b":{}}}', '""', '18446744073709551615']; // prettier-ignore
const strangeLengths = [0n, 1n, 7n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n, 3_999_999n];

/** The header's text changed, its length set right, so that parsing gets beyond the first check. */
const onHeader =
  (change: (text: string, random: RandomNumbers) => string): Mutate =>
  (bytes, random) => {
    const end = headerEnd(bytes);
    const text = Buffer.from(change(bytes.subarray(8, end).toString('latin1'), random), 'latin1');
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    return Buffer.concat([length, text, bytes.subarray(end)]);
  };

function replacedOne(text: string, pattern: RegExp, { random, by }: { random: RandomNumbers; by: string }): string {
  const found = [...text.matchAll(pattern)];
  const match = found[random.below(found.length)];
  return match === undefined ? text : text.slice(0, match.index) + by + text.slice(match.index + match[0].length);
}

const mutations: readonly Mutate[] = [
  (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  (bytes, random) => Buffer.concat([bytes, Buffer.alloc(1 + random.below(1000))]),
  (bytes, random) => {
    const changed = Buffer.from(bytes);
    for (let count = 1 + random.below(8); count > 0; count--) changed[random.below(bytes.length)] = random.below(256);
    return changed;
  },
  (bytes, random) => {
    const changed = Buffer.from(bytes);
    changed[8 + random.below(headerEnd(bytes) - 8)] = random.below(256);
    return changed;
  },
  (bytes, random) => {
    const changed = Buffer.from(bytes);
    changed.writeBigUInt64LE(random.pick(strangeLengths), 0);
    return changed;
  },
  onHeader((text, random) => replacedOne(text, /\d+/g, { random, by: random.pick(strangeNumbers) })),
  onHeader((text, random) => replacedOne(text, /\d+/g, { random, by: String(random.below(2 ** 31)) })),
  onHeader((text, random) => replacedOne(text, /F32/g, { random, by: random.pick(['F64', 'F16', 'BF16', 'I32', 'F8_E5M2', '__proto__']) })), // prettier-ignore
  onHeader((text, random) => replacedOne(text, /"[^"]*"/g, { random, by: random.pick(['"__proto__"', '"layer1.999999.conv1.weight"', '""', `"${'x'.repeat(100_000)}"`, '"\\u0000"']) })), // prettier-ignore
  onHeader((text, random) => replacedOne(text, /layer\d+/g, { random, by: `layer${random.below(1_000_000)}` })),
  onHeader((text, random) => replacedOne(text, /[{}[\],:]/g, { random, by: random.pick(['', '[', '{', ']', '}', ',', ':']) })), // prettier-ignore
  onHeader((text, random) => text.slice(0, random.below(text.length))),
  onHeader((text, random) => random.pick(['[', '{"a":', '[{"a":', '"']).repeat(random.below(200_000)) + text),
  onHeader((text, random) => text.replace('{', `{"__metadata__":{"network":${JSON.stringify(random.pick(['[', '{"model":"resnet6002-cifar"}', '{"model":"vgg19"}']).repeat(1 + random.below(3)))}},`)), // prettier-ignore
];

/** Damages a file in some way, opens it and measures its tensors, and says how that went; rejects for anything but a sentence. */
export async function tryMutation(good: Uint8Array, seed: number, file: string): Promise<Taken> {
  const random = randomNumbers(seed);
  let bytes: Uint8Array = good;
  for (let count = 1 + random.below(2); count > 0; count--) {
    if (bytes.length < 16) break;
    bytes = random.pick(mutations)(Buffer.from(bytes), random);
  }
  await writeFile(file, bytes);
  const began = performance.now();
  try {
    await openWeights({ file });
    await weightStatistics(file, { signal: new AbortController().signal, onProgress: () => undefined });
    return { how: 'opened', ms: performance.now() - began, sentence: '' };
  } catch (error) {
    if (!(error instanceof UserError)) throw new Error(`Seed ${seed}: ${String(error)}`, { cause: error });
    return { how: 'refused', ms: performance.now() - began, sentence: error.message };
  } finally {
    await rm(file);
  }
}
