import { seededRandom } from './seededRandom';

type Below = (bound: number) => number;
type Json = Record<string, unknown> | unknown[];

/** A value within a file, by what holds it. */
interface Place {
  readonly holder: Json;
  readonly key: string;
}

const values: readonly unknown[] = [null, true, '', '../../etc/passwd', '\u0000\u001b[31m', '__proto__', 'Add', 'Conv2D', 'Functional', 'same', 'U0FNRQ==', -1, 0, 0.5, 7, 1e9, 2 ** 53, 1e308, [], {}, [[[[]]]]]; // prettier-ignore

/** What may be wrong with a file that is sound JSON. */
const changes: readonly ((place: Place, other: Place, random: Below) => void)[] = [
  (place, _, random) => write(place, values[random(values.length)]),
  (place, other) => write(place, structuredClone(read(other))),
  ({ holder, key }) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else Reflect.deleteProperty(holder, key);
  },
  ({ holder }) => {
    if (Array.isArray(holder)) holder.reverse();
  },
  ({ holder, key }) => {
    if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]));
  },
  (place, other) => {
    const [first, second] = [read(place), read(other)];
    if (typeof first === 'object' || typeof second === 'object') return;
    write(place, second);
    write(other, first);
  },
];

/** So many files of sound JSON with one to four faults in them; the same for the same seed. */
export function* jsonMutations(file: Uint8Array, count: number, seed: number): Generator<Uint8Array> {
  const random = seededRandom(seed);
  const text = Buffer.from(file).toString('utf8');
  for (let index = 0; index < count; index++) {
    const json = JSON.parse(text) as Json; // our own fixture
    for (let times = 1 + random(4); times > 0; times--) {
      const places = placesIn(json);
      const [place, other] = [places[random(places.length)], places[random(places.length)]];
      if (place !== undefined && other !== undefined) changes[random(changes.length)]?.(place, other, random);
    }
    yield Buffer.from(JSON.stringify(json));
  }
}

function placesIn(json: Json): readonly Place[] {
  const places: Place[] = [];
  const open: Json[] = [json];
  for (let holder = open.pop(); holder !== undefined; holder = open.pop())
    for (const [key, value] of Object.entries(holder)) {
      places.push({ holder, key });
      if (typeof value === 'object' && value !== null) open.push(value as Json); // of what JSON has
    }
  return places;
}

function read({ holder, key }: Place): unknown {
  return Array.isArray(holder) ? holder[Number(key)] : holder[key];
}

function write({ holder, key }: Place, value: unknown): void {
  if (Array.isArray(holder)) holder[Number(key)] = value;
  else holder[key] = value;
}
