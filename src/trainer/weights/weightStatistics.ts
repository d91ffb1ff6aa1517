import type { Progress } from '../../protocol/engine';
import { UserError } from '../../protocol/userError';
import type { TensorStatistics } from '../../protocol/weights';
import { float32Of } from '../safetensorsFloat32';
import type { HeaderEntry } from '../safetensorsHeader';
import { elementBytes } from '../safetensorsTensor';
import { floatTypes } from './openWeights';
import { measureTensor, type Passes } from './tensorStatistics';
import { readWeightsHeader, withFile, type OpenedFile } from './weightsHeader';

/** Bytes that are read at a time: whole elements of any type. */
const partBytes = 4 * 2 ** 20;

interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** Measures a file's tensors of floating-point numbers, one after the other, a few megabytes at a time. */
export async function weightStatistics(file: string, watch: Watch): Promise<readonly TensorStatistics[]> {
  return withFile(file, async (opened) => {
    const { entries, dataStart, bytes } = await readWeightsHeader(opened);
    const measured: TensorStatistics[] = [];
    for (const entry of entries.filter(({ dtype }) => floatTypes.includes(dtype))) {
      const { name, dtype, shape, end } = entry;
      measured.push({ name, dtype, shape, ...(await measureTensor(await passesOf(opened, { entry, dataStart, ...watch }))) }); // prettier-ignore
      watch.onProgress({ phase: 'Reading the weights', done: dataStart + end, total: bytes, unit: 'bytes' });
    }
    return measured;
  });
}

interface Place {
  readonly entry: HeaderEntry;
  readonly dataStart: number;
  readonly signal: AbortSignal;
}

/** A tensor of one part is read once, a larger one for each pass. */
async function passesOf(file: OpenedFile, place: Place): Promise<Passes> {
  const { begin, end } = place.entry;
  if (end - begin > partBytes) return () => parts(file, place);
  const only: Float32Array[] = [];
  for await (const part of parts(file, place)) only.push(part);
  return () => only;
}

async function* parts(file: OpenedFile, { entry, dataStart, signal }: Place): AsyncGenerator<Float32Array> {
  const { name, dtype, begin, end } = entry;
  for (let at = begin; at < end; at += partBytes) {
    if (signal.aborted) throw new UserError('It was stopped.');
    const length = Math.min(partBytes, end - at);
    const bytes = await file.read(dataStart + at, length);
    yield float32Of({ dtype, shape: [length / elementBytes[dtype]], bytes }, name);
  }
}
