/** An event of TensorBoard's, decoded from its bytes by hand. */
export interface DecodedEvent {
  readonly wallTime: number;
  readonly step: number;
  readonly fileVersion: string | undefined;
  /** Its scalars. */
  readonly tags: Readonly<Record<string, number>>;
}

/** Reads an event file without the code that writes one; throws where a sum is wrong. */
export function decodeEvents(file: Uint8Array): readonly DecodedEvent[] {
  const bytes = Buffer.from(file);
  const events: DecodedEvent[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = Number(bytes.readBigUInt64LE(at));
    requireSum(bytes.subarray(at, at + 8), bytes.readUInt32LE(at + 8));
    const content = bytes.subarray(at + 12, at + 12 + length);
    requireSum(content, bytes.readUInt32LE(at + 12 + length));
    events.push(decodeEvent(content));
    at += 12 + length + 4;
  }
  return events;
}

function requireSum(bytes: Uint8Array, masked: number): void {
  const rotated = (masked - 0xa282ead8) >>> 0;
  const expected = ((rotated << 15) | (rotated >>> 17)) >>> 0;
  if (crc32c(bytes) !== expected) throw new Error('A record’s sum is wrong.');
}

/** Bit by bit, by the definition (RFC 3720, B.4). */
function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function decodeEvent(content: Buffer): DecodedEvent {
  const fields = fieldsOf(content);
  const values = (fields.get(5) ?? []).flatMap((summary) => fieldsOf(summary).get(1) ?? []);
  return {
    wallTime: fields.get(1)?.[0]?.readDoubleLE() ?? 0,
    step: Number(fields.get(2)?.[0]?.readBigInt64LE() ?? 0),
    fileVersion: fields.get(3)?.[0]?.toString(),
    tags: Object.fromEntries(
      values.map((value) => {
        const own = fieldsOf(value);
        return [own.get(1)?.[0]?.toString() ?? '', own.get(2)?.[0]?.readFloatLE() ?? 0];
      }),
    ),
  };
}

/** A protocol buffer's fields by their numbers; a varint as eight bytes. */
function fieldsOf(message: Buffer): ReadonlyMap<number, readonly Buffer[]> {
  const fields = new Map<number, Buffer[]>();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number): Buffer => message.subarray(at, (at += length));
  const readers: Readonly<Record<number, () => Buffer>> = {
    0: () => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(varint());
      return bytes;
    },
    1: () => take(8),
    2: () => take(Number(varint())),
    5: () => take(4),
  };
  while (at < message.length) {
    const key = Number(varint());
    const value = readers[key & 7]?.();
    if (value === undefined) throw new Error(`A field of kind ${key & 7}.`);
    fields.set(key >> 3, [...(fields.get(key >> 3) ?? []), value]);
  }
  return fields;
}
