import { metadataKey } from './safetensorsHeader';
import { byteLength, elementBytes, shownName, type TensorData, type TensorMap } from './safetensorsTensor';

type Named = readonly [name: string, tensor: TensorData];

const headerAlignment = 8;
const typeOrder = Object.keys(elementBytes);

/**
 * The bytes that the reference implementation would write: metadata first, tensors by type (strictest alignment first),
 * then by name, the header padded with spaces. Metadata keep their order; the reference has none for them.
 */
export function encodeSafetensors(tensors: TensorMap, metadata?: Readonly<Record<string, string>>): Uint8Array {
  const sorted = [...tensors].sort(byTypeThenName);
  for (const named of sorted) assertWritable(named);
  const header = encodeHeader(sorted, metadata);
  const bytes = new Uint8Array(8 + header.length + sorted.reduce((sum, [, tensor]) => sum + tensor.bytes.length, 0));
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  let position = 8 + header.length;
  for (const [, tensor] of sorted) {
    bytes.set(tensor.bytes, position);
    position += tensor.bytes.length;
  }
  return bytes;
}

function byTypeThenName([nameA, a]: Named, [nameB, b]: Named): number {
  return (
    typeOrder.indexOf(a.dtype) - typeOrder.indexOf(b.dtype) || Buffer.compare(Buffer.from(nameA), Buffer.from(nameB))
  );
}

/** Tensors to write come from our own code, so that a bad one is a programming error. */
function assertWritable([name, { dtype, shape, bytes }]: Named): void {
  if (name === metadataKey) throw new Error(`A tensor can't be named ${metadataKey}`);
  if (byteLength(dtype, shape) !== bytes.length)
    throw new Error(
      `Tensor ${shownName(name)}: ${bytes.length} bytes don't make ${dtype} of shape [${shape.join(', ')}]`,
    );
}

function encodeHeader(sorted: readonly Named[], metadata: Readonly<Record<string, string>> | undefined): Uint8Array {
  let position = 0;
  const fields = sorted.map(([name, { dtype, shape, bytes }]): [string, unknown] => {
    const begin = position;
    position += bytes.length;
    return [name, { dtype, shape, data_offsets: [begin, position] }];
  });
  const json = objectText(metadata === undefined ? fields : [[metadataKey, metadata], ...fields]);
  const length = Buffer.byteLength(json);
  const padded = Math.ceil(length / headerAlignment) * headerAlignment;
  return Buffer.from(json + ' '.repeat(padded - length));
}

/** JSON in the order given; an object would put keys like "0" first. */
function objectText(fields: readonly (readonly [string, unknown])[]): string {
  return `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
}
