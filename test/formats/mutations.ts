import { seededRandom } from './seededRandom';

type Change = (bytes: Buffer, random: (below: number) => number) => Buffer;

/** What may have happened to a file on its way. */
const changes: readonly Change[] = [
  (bytes, random) => changedAt(bytes, random(bytes.length), 1 << random(8)),
  (bytes, random) => {
    bytes[random(bytes.length)] = random(256);
    return bytes;
  },
  (bytes, random) => bytes.subarray(0, random(bytes.length)),
  (bytes, random) => {
    const at = random(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random(64))]);
  },
  (bytes, random) => {
    const [at, from] = [random(bytes.length), random(bytes.length)];
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(from, from + random(256)), bytes.subarray(at)]);
  },
  (bytes, random) => bytes.fill(random(2) * 0xff, random(bytes.length)),
];

/** So many damaged copies of a file, each with one to four changes; the same for the same seed. */
export function* mutations(file: Uint8Array, count: number, seed: number): Generator<Buffer> {
  const random = seededRandom(seed);
  for (let index = 0; index < count; index++) {
    let bytes: Buffer = Buffer.from(file);
    for (let times = 1 + random(4); times > 0 && bytes.length > 0; times--)
      bytes = (changes[random(changes.length)] ?? ((same) => same))(bytes, random);
    yield bytes;
  }
}

function changedAt(bytes: Buffer, at: number, bits: number): Buffer {
  bytes[at] = (bytes[at] ?? 0) ^ bits;
  return bytes;
}
