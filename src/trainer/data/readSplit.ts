import { UserError } from '../../protocol/userError';
import { imageBytes, recordBytes } from './cifar10Layout';
import type { Split } from './dataset';
import type { RecordFile } from './recordSource';

interface Selection {
  /** The run's label of each stored label; `undefined`: the image is left out. A stored label that is no key is a fault. */
  readonly relabel: ReadonlyMap<number, number | undefined>;
  /** At most so many images, the first ones. */
  readonly limit: number | undefined;
}

/** Reads the chosen images of one split, and only these, in their stored order. */
export async function readSplit(files: readonly RecordFile[], selection: Selection): Promise<Split> {
  const chosen = await choose(files, selection);
  const count = chosen.reduce((sum, { records }) => sum + records.length, 0);
  const labels = new Uint8Array(new SharedArrayBuffer(count));
  const pixels = new Uint8Array(new SharedArrayBuffer(count * imageBytes));
  let image = 0;
  for (const { file, records } of chosen) {
    const bytes = await file.read();
    for (const record of records) {
      const start = record * recordBytes;
      labels[image] = selection.relabel.get(bytes[start] ?? 0) ?? 0;
      pixels.set(bytes.subarray(start + 1, start + recordBytes), image * imageBytes);
      image++;
    }
  }
  return { count, labels, pixels };
}

interface Chosen {
  readonly file: RecordFile;
  readonly records: readonly number[];
}

/** A first pass over the labels alone, so that the pixels' memory is allocated once and no larger than needed. */
async function choose(
  files: readonly RecordFile[],
  { relabel, limit = Infinity }: Selection,
): Promise<readonly Chosen[]> {
  const chosen: Chosen[] = [];
  let left = limit;
  for (const file of files) {
    if (left === 0) break;
    const labels = storedLabels(await file.read());
    labels.forEach((label, record) => checkLabel(relabel, { label, record, file: file.file }));
    const all = [...labels.keys()].filter((record) => relabel.get(labels[record] ?? 0) !== undefined);
    const records = all.slice(0, left);
    left -= records.length;
    chosen.push({ file, records });
  }
  return chosen;
}

function storedLabels(records: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: records.length / recordBytes }, (_, record) => records[record * recordBytes] ?? 0);
}

function checkLabel(relabel: Selection['relabel'], found: { label: number; record: number; file: string }): void {
  if (relabel.has(found.label)) return;
  const known = [...relabel.keys()].join(', ');
  throw new UserError(
    `${found.file} has the label ${found.label} at image ${found.record}, where ${known} are possible; replace the file.`,
  );
}
