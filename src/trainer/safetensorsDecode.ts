import { corrupt, type Header, type HeaderEntry, readHeader } from './safetensorsHeader';
import { elementBytes, shownName, type TensorMap } from './safetensorsTensor';

/** The tensors of a file's bytes, as views on them; `name` is what messages call the file. */
export function decodeSafetensors(bytes: Uint8Array, name: string): TensorMap {
  const header = readHeader(bytes, name);
  const { entries, dataStart } = header;
  const data = bytes.subarray(dataStart);
  refuseUnsound(header, data.length, name);
  return new Map(
    entries.map((entry) => [
      entry.name,
      { dtype: entry.dtype, shape: entry.shape, bytes: data.subarray(entry.begin, entry.end) },
    ]),
  );
}

/** Refuses tensors that don't lie side by side in so many bytes of data. */
export function refuseUnsound({ entries, dataStart }: Header, length: number, name: string): void {
  refuseGaps(entries, length, name);
  for (const entry of entries) refuseUnaligned(entry, dataStart, name);
}

/** The free texts in a file's header. */
export function decodeMetadata(bytes: Uint8Array, name: string): Readonly<Record<string, string>> {
  return readHeader(bytes, name).metadata;
}

/** Every byte must belong to one tensor: whatever lies beside them could be anything. */
export function refuseGaps(entries: readonly HeaderEntry[], length: number, file: string): void {
  let position = 0;
  for (const { name, begin, end } of entries) {
    if (end > length)
      throw corrupt(file, `tensor ${shownName(name)} ends at byte ${end} of its data, but only ${length} are there`);
    if (begin < position) throw corrupt(file, `tensor ${shownName(name)} overlaps the one before it`);
    if (begin > position)
      throw corrupt(file, `no tensor owns the ${begin - position} bytes before tensor ${shownName(name)}`);
    position = end;
  }
  if (position < length) throw corrupt(file, `no tensor owns its last ${length - position} bytes`);
}

function refuseUnaligned({ name, dtype, begin }: HeaderEntry, dataStart: number, file: string): void {
  const size = elementBytes[dtype];
  if ((dataStart + begin) % size !== 0)
    throw corrupt(
      file,
      `tensor ${shownName(name)} of type ${dtype} begins at byte ${dataStart + begin}, not a multiple of ${size}`,
    );
}
