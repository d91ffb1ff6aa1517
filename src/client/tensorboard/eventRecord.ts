import { crc32c } from '@aws-crypto/crc32c';
import { parse, type Type } from 'protobufjs';
import schema from './event.proto';

/** Numbers of one step by their tags, or the version with which a file begins. */
export interface TensorBoardEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step?: number;
  readonly fileVersion?: string;
  readonly summary?: { readonly value: readonly { readonly tag: string; readonly simpleValue: number }[] };
}

let eventType: Type | undefined;

/** An event as a record of a TFRecord file: length and content, each with its masked CRC-32C behind it. */
export function eventRecord(event: TensorBoardEvent): Uint8Array {
  eventType ??= parse(schema).root.lookupType('tensorflow.Event');
  const content = eventType.encode(event).finish();
  const record = Buffer.alloc(12 + content.length + 4);
  record.writeBigUInt64LE(BigInt(content.length), 0);
  record.writeUInt32LE(maskedCrc(record.subarray(0, 8)), 8);
  record.set(content, 12);
  record.writeUInt32LE(maskedCrc(content), 12 + content.length);
  return record;
}

/** TensorFlow rotates and shifts the sum, so that data which holds sums can be summed again. */
function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
