import * as z from 'zod';
import { damaged, type NamedFile } from '../graph/damage';

/** What a `model.json` has, as far as it is looked at; its parts are parsed by those who read them. */
export interface ModelJson {
  readonly kind: 'layers' | 'graph';
  readonly topology: unknown;
  readonly whole: unknown;
}

const model = z.object({ modelTopology: z.looseObject({}) });
const withConfig = z.object({ model_config: z.looseObject({}) });
const withNodes = z.object({ node: z.array(z.unknown()) });
const withLayers = z.union([z.object({ class_name: z.string() }), z.object({ className: z.string() })]);

/** Bytes, values and lists within lists that a file may have, so that reading it can't fill the memory. */
const maxBytes = 64 * 2 ** 20;
const maxValues = 300_000;
const maxNesting = 200;

/** Parses a file that says to be JSON; its model's topology may be the whole of it, as Keras's `to_json` writes it. */
export function parseModelJson(bytes: Uint8Array, file: NamedFile): ModelJson {
  checkAmounts(bytes, file);
  const whole = parsed(bytes, file);
  const topology = model.safeParse(whole).data?.modelTopology ?? whole;
  if (withNodes.safeParse(topology).success) return { kind: 'graph', topology, whole };
  const inner = withConfig.safeParse(topology).data?.model_config ?? topology;
  if (withLayers.safeParse(inner).success) return { kind: 'layers', topology: inner, whole };
  throw damaged(file, 'there are neither layers nor a graph in it (our own network files end with .resnet.json)');
}

/** Refuses a file that is larger than any model's description. */
export function checkBytes(length: number, file: NamedFile): void {
  if (length > maxBytes) throw damaged(file, `it has ${length} bytes, more than ${maxBytes}`);
}

function parsed(bytes: Uint8Array, file: NamedFile): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)); // parsed by schemas
  } catch {
    throw damaged(file, 'it is no JSON, or is cut short');
  }
}

const codes = { quote: 0x22, backslash: 0x5c };

/** How each byte outside of texts changes the number of values and the depth: brackets and commas. */
const counted: ReadonlyMap<number, readonly [values: number, depth: number]> = new Map([
  [0x2c, [1, 0]],
  [0x5b, [1, 1]],
  [0x7b, [1, 1]],
  [0x5d, [0, -1]],
  [0x7d, [0, -1]],
]);

/** Counts before anything is parsed. */
function checkAmounts(bytes: Uint8Array, file: NamedFile): void {
  checkBytes(bytes.length, file);
  let [values, depth, deepest] = [0, 0, 0];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === codes.quote) at = endOfText(bytes, at);
    const [more, deeper] = counted.get(byte) ?? none;
    [values, depth] = [values + more, depth + deeper];
    if (depth > deepest) deepest = depth;
  }
  if (deepest > maxNesting) throw damaged(file, `it is nested more than ${maxNesting} deep`);
  if (values > maxValues) throw damaged(file, `it has more than ${maxValues} values`);
}

const none: readonly [number, number] = [0, 0];

function endOfText(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== codes.quote) at += bytes[at] === codes.backslash ? 2 : 1;
  return at;
}
