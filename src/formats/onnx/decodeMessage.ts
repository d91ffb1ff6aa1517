import { Type, type Field } from 'protobufjs';
import type { ByteSource } from '../byteSource';
import { damaged, type NamedFile } from '../graph/damage';

/** A message's fields by their names; those that the file leaves out are missing, or empty lists. */
export type Decoded = Readonly<Record<string, unknown>>;

/** Fields that a file may have in all, so that a small file can't fill the memory. */
const maxFields = 500_000;
const maxText = 65_536;
/** Numbers and bytes beyond this are weights: they are passed over unread. */
const maxPayload = 4_096;

type Scalar = 'int32' | 'int64' | 'float' | 'double';

/** How a number lies in a file by itself: protocol buffers' wire types. */
const wireTypes: Readonly<Record<Scalar, number>> = { int32: 0, int64: 0, float: 5, double: 1 };
const delimited = 2;
const fixedSizes: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

/** The message that a source is, by its schema. Its weights stay where they are. */
export function decodeMessage(source: ByteSource, type: Type, file: NamedFile): Decoded {
  return new Decoder(source, file).message(type, source.length);
}

class Decoder {
  #at = 0;
  #fields = 0;

  constructor(
    private readonly source: ByteSource,
    private readonly file: NamedFile,
  ) {}

  message(type: Type, end: number): Decoded {
    const repeated = type.fieldsArray.filter((field) => field.repeated);
    const values = new Map<string, unknown>(repeated.map((field) => [field.name, []]));
    while (this.#at < end) {
      if (++this.#fields > maxFields) throw this.#damaged(`it has more than ${maxFields} fields`);
      const tag = this.#varint(end);
      const field = type.fieldsById[Math.floor(tag / 8)]?.resolve();
      if (field === undefined) this.#skip(tag % 8, end);
      else this.#read(field, { wire: tag % 8, end, values });
    }
    return Object.fromEntries(values);
  }

  #read(field: Field, place: { wire: number; end: number; values: Map<string, unknown> }): void {
    const { wire, end, values } = place;
    const found = wire === delimited ? this.#delimited(field, this.#length(end)) : this.#number(field, wire, end);
    if (found === undefined) return;
    const before = values.get(field.name);
    if (!Array.isArray(before)) values.set(field.name, found);
    else if (Array.isArray(found)) for (const each of found as unknown[]) before.push(each);
    else before.push(found);
  }

  /** A message, a text, bytes, or numbers in a row. */
  #delimited(field: Field, length: number): unknown {
    if (field.resolvedType instanceof Type) return this.message(field.resolvedType, this.#at + length);
    const isText = field.type === 'string';
    if (isText && length > maxText) throw this.#damaged(`the field "${field.name}" has a text of ${length} bytes`);
    return isText || field.type === 'bytes' ? this.#bytes(length, isText) : this.#numbers(field, length);
  }

  #numbers(field: Field, length: number): readonly number[] {
    if (!field.repeated) throw this.#damaged(`the field "${field.name}" is of another type`);
    if (length > maxPayload && !field.name.endsWith('Data'))
      throw this.#damaged(`the field "${field.name}" has ${length} bytes of numbers`);
    const end = this.#at + length;
    const numbers: number[] = [];
    if (length <= maxPayload) while (this.#at < end) numbers.push(this.#number(field, undefined, end));
    this.#at = end;
    return numbers;
  }

  #bytes(length: number, isText: boolean): string | Uint8Array | undefined {
    const from = this.#at;
    this.#at += length;
    if (!isText && length > maxPayload) return undefined;
    const bytes = this.source.bytes(from, length);
    return isText ? Buffer.from(bytes).toString('utf8') : bytes;
  }

  /** `wire` is left out for numbers in a row. */
  #number(field: Field, wire: number | undefined, end: number): number {
    const expected = wireTypes[field.type as Scalar] as number | undefined; // messages and texts have none
    if (expected === undefined || (wire !== undefined && wire !== expected))
      throw this.#damaged(`the field "${field.name}" is of another type`);
    if (expected === 0) return this.#varint(end);
    const size = expected === 1 ? 8 : 4;
    this.#need(size, end);
    const view = new DataView(this.source.bytes(this.#at, size).buffer);
    this.#at += size;
    return size === 8 ? view.getFloat64(0, true) : view.getFloat32(0, true);
  }

  #skip(wire: number, end: number): void {
    if (wire === 0) {
      this.#varint(end);
      return;
    }
    const size = wire === delimited ? this.#length(end) : fixedSizes[wire];
    if (size === undefined) throw this.#damaged(`there is no field at byte ${this.#at}`);
    this.#need(size, end);
    this.#at += size;
  }

  #length(end: number): number {
    const length = this.#varint(end);
    this.#need(length, end);
    return length;
  }

  #need(count: number, end: number): void {
    if (count < 0 || count > end - this.#at)
      throw this.#damaged(`${count} bytes are announced at byte ${this.#at}, but ${end - this.#at} follow`);
  }

  /** A whole number of 64 bits with its sign; exact up to 2⁵³. */
  #varint(end: number): number {
    let [low, high] = [0, 0]; // 28 bits and 36
    for (let index = 0; index < 10; index++) {
      if (this.#at >= end) throw this.#damaged(`it ends in the middle of a number, at byte ${this.#at}`);
      const byte = this.source.byte(this.#at++);
      if (index < 4) low += (byte & 0x7f) * 2 ** (7 * index);
      else high += (byte & 0x7f) * 2 ** (7 * (index - 4));
      if (byte < 0x80) return signed(low, high % 2 ** 36);
    }
    throw this.#damaged(`the number before byte ${this.#at} has no end`);
  }

  #damaged(what: string): Error {
    return damaged(this.file, what);
  }
}

function signed(low: number, high: number): number {
  return (high >= 2 ** 35 ? high - 2 ** 36 : high) * 2 ** 28 + low;
}
