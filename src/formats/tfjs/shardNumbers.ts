import { statSync } from 'node:fs';
import path from 'node:path';
import { elements } from '../../model/layer';
import { withFileBytes } from '../byteSource';
import type { WeightGroup } from './graphModel';

/** The numbers of a constant, or the name of the file that they would lie in. */
export type Numbers = readonly number[] | { readonly missing: string };

/** Reads the numbers of small constants by their names: sizes, axes and paddings, which graph models keep among the weights. */
export type NumberReader = (name: string) => Numbers | undefined;

/** Numbers that a constant of sizes may have. */
const most = 64;

const sizes: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2, complex64: 8 }; // prettier-ignore

interface Place {
  readonly group: WeightGroup;
  readonly weight: WeightGroup['weights'][number];
  /** In bytes, from the group's beginning; nothing behind texts, whose lengths nobody says. */
  readonly start: number | undefined;
}

/** Looks into the files beside `model.json`, at those constants alone; files elsewhere are never opened. */
export function shardNumbers(groups: readonly WeightGroup[], folder: string): NumberReader {
  const places = new Map(groups.flatMap((group) => placesIn(group).map((place) => [place.weight.name, place])));
  return (name) => {
    const place = places.get(name);
    if (place?.start === undefined || place.weight.quantization !== undefined) return undefined;
    const count = elements(place.weight.shape);
    if (!['int32', 'float32'].includes(place.weight.dtype) || count > most) return undefined;
    return count === 0 ? [] : read(place, { folder, start: place.start, count });
  };
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

/** The part of a group's bytes that a constant is, which may go on in the next file. */
function read(
  { group, weight }: Place,
  { folder, start, count }: { readonly folder: string; readonly start: number; readonly count: number },
): Numbers {
  const bytes: number[] = [];
  let at = start;
  for (const name of group.paths) {
    const length = fileLength(folder, name);
    if (length === undefined) return { missing: name.slice(0, 100) };
    const wanted = Math.min(count * 4 - bytes.length, length - at);
    if (wanted > 0) bytes.push(...withFileBytes(path.join(folder, name), (source) => source.bytes(at, wanted)));
    at = Math.max(0, at - length);
    if (bytes.length === count * 4) return decoded(Uint8Array.from(bytes), weight.dtype);
  }
  return { missing: (group.paths.at(-1) ?? 'a file of weights').slice(0, 100) };
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
