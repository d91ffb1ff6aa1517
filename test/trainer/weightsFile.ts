import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { elements, type Architecture } from '../../src/model/layer';
import { tensorsOf } from '../../src/model/tensorRules';
import { encodeSafetensors, type TensorMap } from '../../src/trainer/safetensors';

/** A new file with these bytes. */
export function fileWith(bytes: Uint8Array, name = 'some.safetensors'): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'resnet-weights-')), name);
  writeFileSync(file, bytes);
  return file;
}

/** Tensors of a network: waves, each of a length of its own. */
export function tensorsFor(architecture: Architecture): TensorMap {
  const specs = architecture.layers.flatMap((layer) => tensorsOf(layer));
  return new Map(
    specs.map(({ name, shape }, index) => {
      const values = Float32Array.from({ length: elements(shape) }, (_, at) => Math.sin(at * (index + 1)));
      return [name, { dtype: 'F32', shape, bytes: new Uint8Array(values.buffer) }];
    }),
  );
}

/** A file of such tensors. */
export function weightsOf(architecture: Architecture, metadata?: Readonly<Record<string, string>>): Uint8Array {
  return encodeSafetensors(tensorsFor(architecture), metadata);
}

/** The head of a safetensors file: the header's length and the header, padded as its writers pad it. */
export function headOf(header: object | string): Buffer {
  const plain = typeof header === 'string' ? header : JSON.stringify(header);
  const text = Buffer.from(plain.padEnd(Math.ceil(plain.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text]);
}

/** A file's head without its tensors, whose bytes may be a hole. */
interface Head {
  readonly head: Buffer;
  /** Of all tensors. */
  readonly bytes: number;
}

/** The head of a file with a network's tensors. */
function headFor(architecture: Architecture): Head {
  let bytes = 0;
  const fields: Record<string, object> = {};
  for (const { name, shape } of architecture.layers.flatMap((layer) => tensorsOf(layer))) {
    const length = 4 * elements(shape);
    fields[name] = { dtype: 'F32', shape, data_offsets: [bytes, bytes + length] };
    bytes += length;
  }
  return { head: headOf(fields), bytes };
}

/** A file with a network's header and a hole for its tensors. */
export function sparseFile(architecture: Architecture): string {
  const { head, bytes } = headFor(architecture);
  const file = fileWith(head, 'large.safetensors');
  truncateSync(file, head.length + bytes);
  return file;
}
