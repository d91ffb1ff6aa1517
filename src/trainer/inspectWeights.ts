import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { recognise } from '../model/recognise';
import type { InspectedTensor, InspectedWeights } from '../protocol/inspectedWeights';
import { breathe } from './breathe';
import { float32Of } from './safetensors';
import { openHeader, readAt, withFile } from './safetensorsFile';
import type { Header, HeaderEntry } from './safetensorsHeader';
import { elementBytes } from './safetensorsTensor';

/** Bytes of a tensor that are looked at at a time; a multiple of every element's size. */
const chunkBytes = 1 << 22;

/** What a file of weights holds: the network that it is of, and statistics of each tensor; tensors are read piece by piece. */
export function inspectWeights(file: string, signal: AbortSignal): Promise<InspectedWeights> {
  return withFile(file, async (handle) => {
    const header = await openHeader(handle, file);
    const found = recognise(new Map(header.entries.map(({ name, shape }) => [name, shape])));
    const tensors: InspectedTensor[] = [];
    for (const entry of header.entries) {
      signal.throwIfAborted();
      tensors.push({
        name: entry.name,
        dtype: entry.dtype,
        shape: entry.shape,
        ...(await statisticsOf(handle, header, entry)),
      });
      await breathe();
    }
    return {
      file: path.basename(file),
      networks: found.candidates.map(({ model, options, architecture: { classes } }) => ({ model, options, classes })),
      reason: 'reason' in found ? found.reason : undefined,
      tensors,
    };
  });
}

type Statistics = Omit<InspectedTensor, 'name' | 'dtype' | 'shape'>;

async function statisticsOf(handle: FileHandle, { dataStart }: Header, entry: HeaderEntry): Promise<Statistics> {
  const { name, dtype, begin, end } = entry;
  if (!/^(F|BF)/.test(dtype)) return { count: (end - begin) / elementBytes[dtype], values: undefined };
  const sums = new Sums();
  for (let at = begin; at < end; at += chunkBytes) {
    const bytes = await readAt(handle, dataStart + at, Math.min(chunkBytes, end - at));
    sums.add(float32Of({ dtype, shape: [bytes.length / elementBytes[dtype]], bytes }, name));
  }
  return { count: sums.count, values: sums.result() };
}

/** Collects what statistics are made of. */
class Sums {
  count = 0;
  #finite = 0;
  #mean = 0;
  #squares = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #zeros = 0;
  #nan = 0;

  /** Mean and squared deviations by Welford's method, which loses nothing to cancellation. */
  add(values: Float32Array): void {
    this.count += values.length;
    for (const value of values)
      if (Number.isFinite(value)) this.#addFinite(value);
      else if (Number.isNaN(value)) this.#nan++;
  }

  #addFinite(value: number): void {
    this.#finite++;
    if (value === 0) this.#zeros++;
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
    const before = value - this.#mean;
    this.#mean += before / this.#finite;
    this.#squares += before * (value - this.#mean);
  }

  result(): NonNullable<Statistics['values']> {
    const none = this.#finite === 0;
    return {
      mean: none ? null : this.#mean,
      std: none ? null : Math.sqrt(this.#squares / this.#finite),
      min: none ? null : this.#min,
      max: none ? null : this.#max,
      norm: Math.sqrt(this.#squares + this.#finite * this.#mean ** 2),
      zeros: this.#zeros,
      nan: this.#nan,
      infinite: this.count - this.#finite - this.#nan,
    };
  }
}
