import { statSync } from 'node:fs';
import path from 'node:path';
import { elements } from '../../model/layer';
import { withFileBytes } from '../byteSource';
import type { WeightGroup } from './graphModel';

/** The numbers of a constant, or the name of the file that they would lie in. */
export type Numbers = readonly number[] | { readonly missing: string };

/** Reads the numbers of small constants by their names: sizes, axes and paddings, which graph models keep among the weights. */
export type NumberReader = (name: string) => Numbers | undefined;

/** Numbers that a constant of sizes may have, such constants that are read, and files that they may lie in. */
const most = { numbers: 64, constants: 2_000, files: 2_000 };

const sizes: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2, complex64: 8 }; // prettier-ignore

type Weight = WeightGroup['weights'][number];

/** A group's files that are there, in their order, up to the first that is not. */
interface Shards {
  readonly files: readonly { readonly name: string; readonly length: number }[];
  readonly missing: string;
}

interface Place {
  readonly group: WeightGroup;
  readonly weight: Weight;
  /** In bytes, from the group's beginning; nothing behind texts, whose lengths nobody says. */
  readonly start: number | undefined;
}

/** Looks into the files beside `model.json`, at those constants alone; files elsewhere are never opened. */
export function shardNumbers(groups: readonly WeightGroup[], folder: string): NumberReader {
  const places = new Map(groups.flatMap((group) => placesIn(group).map((place) => [place.weight.name, place])));
  const shards = new Map<WeightGroup, Shards>();
  let left = most.constants;
  return (name) => {
    const place = places.get(name);
    if (place?.start === undefined || !isOfSizes(place.weight) || left-- <= 0) return undefined;
    const found = shards.get(place.group) ?? shardsOf(place.group, folder);
    shards.set(place.group, found);
    return read(found, { folder, weight: place.weight, start: place.start });
  };
}

function isOfSizes({ dtype, quantization, shape }: Weight): boolean {
  const isPlain = quantization === undefined && (dtype === 'int32' || dtype === 'float32');
  return isPlain && elements(shape) <= most.numbers;
}

function placesIn(group: WeightGroup): readonly Place[] {
  let start: number | undefined = 0;
  return group.weights.map((weight) => {
    const place = { group, weight, start };
    const size = sizes[weight.quantization?.dtype ?? weight.dtype];
    start = start === undefined || size === undefined ? undefined : start + size * elements(weight.shape);
    return place;
  });
}

function shardsOf({ paths }: WeightGroup, folder: string): Shards {
  const files: Shards['files'][number][] = [];
  for (const name of paths.slice(0, most.files)) {
    const length = fileLength(folder, name);
    if (length === undefined) return { files, missing: name };
    files.push({ name, length });
  }
  return { files, missing: 'another file of weights' };
}

/** The part of a group's bytes that a constant is, which may go on in the next file. */
function read(
  { files, missing }: Shards,
  { folder, weight, start }: { readonly folder: string; readonly weight: Weight; readonly start: number },
): Numbers {
  const bytes = new Uint8Array(4 * elements(weight.shape));
  let [filled, at] = [0, start];
  for (const { name, length } of files) {
    const wanted = Math.min(bytes.length - filled, length - at);
    if (wanted > 0)
      bytes.set(
        withFileBytes(path.join(folder, name), (source) => source.bytes(at, wanted)),
        filled,
      );
    filled += Math.max(0, wanted);
    at = Math.max(0, at - length);
  }
  return filled === bytes.length ? decoded(bytes, weight.dtype) : { missing: missing.slice(0, 100) };
}

/** Of a file that lies beside `model.json` by a plain name; nothing of any other. */
function fileLength(folder: string, name: string): number | undefined {
  if (!/^[\w][\w.-]{0,200}$/.test(name)) return undefined;
  const stats = statSync(path.join(folder, name), { throwIfNoEntry: false });
  return stats?.isFile() === true ? stats.size : undefined; // a pipe might never end
}

function decoded(bytes: Uint8Array, type: string): readonly number[] {
  const view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length / 4 }, (_, index) =>
    type === 'int32' ? view.getInt32(index * 4, true) : view.getFloat32(index * 4, true),
  );
}
