import * as z from 'zod';
import { UserError } from '../protocol/userError';
import { isTooDeep, keysWritten, structureOf } from './safetensorsStructure';
import { type DType, byteLength, elementBytes, shownName } from './safetensorsTensor';

/** A tensor's place: `begin` and `end` count bytes from the header's end. */
export interface HeaderEntry {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** What a header may take. */
export const maxHeaderBytes = 100_000_000;
const maxDimensions = 64;
/** The one header key that is no tensor: free texts by name. */
export const metadataKey = '__metadata__';

const dtypes = Object.keys(elementBytes).filter((name): name is DType => name in elementBytes);
const size = z.int().nonnegative();
const fields = z.strictObject({
  dtype: z.enum(dtypes, { error: ({ input }) => `${shownName(String(input))} is none of ${dtypes.join(', ')}` }),
  shape: z.array(size).max(maxDimensions),
  data_offsets: z.tuple([size, size]),
});
const metadata = z.record(z.string(), z.string());

/** The refusal of a file that isn't safetensors as its reference describes it. */
export function corrupt(file: string, what: string): UserError {
  return new UserError(`${file} is not a usable safetensors file: ${what}; save or download it again.`);
}

/** What a file's header says. */
export interface Header {
  readonly entries: readonly HeaderEntry[];
  /** Free texts by name. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly dataStart: number;
}

/** The entries of a file's header, each checked by itself, in the order of their bytes. */
export function readHeader(bytes: Uint8Array, file: string): Header {
  const length = headerLength(bytes, { file, size: bytes.length, most: maxHeaderBytes });
  return parseHeader(bytes.subarray(8, 8 + length), file);
}

/** The same from a header's text alone. */
export function parseHeader(bytes: Uint8Array, file: string): Header {
  const text = decodeUtf8(bytes, file);
  const structure = structureOf(text);
  if (isTooDeep(structure)) throw corrupt(file, 'its header is nested deeper than a table of tensors');
  const values = parseObject(text, file);
  const entries = values.flatMap(([name, value]) => (name === metadataKey ? [] : [parseEntry(name, value, file)]));
  const found = values.find(([name]) => name === metadataKey);
  const texts = found === undefined ? {} : parseMetadata(found[1], file);
  if (keysKept(values) !== keysWritten(structure)) throw corrupt(file, 'its header has the same name twice');
  return {
    entries: entries.sort((a, b) => a.begin - b.begin || a.end - b.end),
    metadata: texts,
    dataStart: 8 + bytes.length,
  };
}

/** The bytes of a header, told by a file's first 8; `size` is the whole file's. */
export function headerLength(
  bytes: Uint8Array,
  { file, size, most }: { readonly file: string; readonly size: number; readonly most: number },
): number {
  if (bytes.length < 8) throw corrupt(file, `it has ${size} bytes, fewer than the 8 that give its header's length`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(most))
    throw corrupt(file, `its header claims ${length.toString()} bytes, more than the ${most} allowed`);
  if (length > BigInt(size - 8))
    throw corrupt(file, `its header claims ${length.toString()} bytes, but only ${size - 8} follow`);
  return Number(length);
}

function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw corrupt(file, 'its header is not UTF-8 text');
  }
}

function parseObject(text: string, file: string): readonly (readonly [string, unknown])[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw corrupt(file, 'its header is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw corrupt(file, 'its header is not a JSON object');
  return Object.entries(value);
}

function parseMetadata(value: unknown, file: string): Readonly<Record<string, string>> {
  const parsed = metadata.safeParse(value);
  if (!parsed.success) throw corrupt(file, `${metadataKey} in its header does not map texts to texts`);
  return parsed.data;
}

function parseEntry(name: string, value: unknown, file: string): HeaderEntry {
  const parsed = fields.safeParse(value);
  if (!parsed.success) throw corrupt(file, `tensor ${shownName(name)}: ${firstIssue(parsed.error)}`);
  const { dtype, shape, data_offsets: offsets } = parsed.data;
  const [begin, end] = offsets;
  const needed = byteLength(dtype, shape);
  if (needed !== end - begin)
    throw corrupt(
      file,
      `tensor ${shownName(name)} of type ${dtype} and shape [${shape.join(', ')}] needs ${needed} bytes, but bytes ${begin} to ${end} are given to it`,
    );
  return { name, dtype, shape, begin, end };
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'unreadable' : `${issue.path.join('.')} ${issue.message}`.trim();
}

function keysKept(values: readonly (readonly [string, unknown])[]): number {
  return values.reduce((sum, [, value]) => sum + 1 + keyCount(value), 0);
}

function keyCount(value: unknown): number {
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}
