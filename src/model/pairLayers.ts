import { commonSubsequence, type Match } from './commonSubsequence';
import type { Layer } from './layer';

/** Two layers that stand for each other, or one that the other network lacks. */
export interface LayerPair {
  readonly left: Layer | undefined;
  readonly right: Layer | undefined;
}

type Layers = readonly Layer[];
type Both = Two<Layer>;

/**
 * Pairs the layers of two lists: first by module path, where the kind agrees; of what is left, and of those whose paths only
 * count, by the longest common subsequence of equal layers, and between those of equal kinds.
 */
export function pairLayers(left: Layers, right: Layers): readonly LayerPair[] {
  if (areAlike(left, right)) return left.map((layer, index) => ({ left: layer, right: right[index] }));
  const counted = countedNames([...left, ...right]);
  const named = new Map(right.filter(({ name }) => !counted(name)).map((layer) => [layer.name, layer]));
  const byPath = left.flatMap((layer): Both[] => {
    const other = counted(layer.name) ? undefined : named.get(layer.name);
    return other?.kind === layer.kind ? [[layer, other]] : [];
  });
  const partners = new Map(byPath);
  const taken = new Set(partners.values());
  const rest = [left.filter((layer) => !partners.has(layer)), right.filter((layer) => !taken.has(layer))] as const;
  const keys = [wholeKey(left), wholeKey(right)] as const;
  for (const [from, to] of byStructure(rest, keys)) partners.set(from, to);
  return inOrder(left, right, partners);
}

function areAlike(left: Layers, right: Layers): boolean {
  const same = ({ name, kind }: Layer, index: number): boolean =>
    right[index]?.name === name && right[index].kind === kind;
  return left.length === right.length && left.every(same);
}

/** Tells the paths that only count: a sequence's `features.3`, and `relu`, `relu_1` of a module that is called again. */
function countedNames(layers: Layers): (name: string) => boolean {
  const stem = (name: string): string => name.replace(/_\d+$/, '');
  const again = new Set(layers.map(({ name }) => name).filter((name) => stem(name) !== name).map(stem)); // prettier-ignore
  return (name) => again.has(stem(name)) || /(^|\.)\d+$/.test(name);
}

type KeyOf = (layer: Layer) => string;
type Two<T> = readonly [left: T, right: T];

function byStructure([left, right]: Two<Layers>, keys: Two<KeyOf>): readonly Both[] {
  const equal = matched([left, right], keys);
  const ends: readonly Match[] = [...equal, [left.length, right.length]];
  let [x, y] = [0, 0];
  return ends.flatMap(([nextLeft, nextRight]) => {
    const [some, others] = [left.slice(x, nextLeft), right.slice(y, nextRight)];
    const between = matched([some, others], [kindOf, kindOf]).flatMap(([a, b]) => both(some[a], others[b]));
    [x, y] = [nextLeft + 1, nextRight + 1];
    return [...between, ...both(left[nextLeft], right[nextRight])];
  });
}

const kindOf: KeyOf = ({ kind }) => kind;

/** Equal for layers that do the same to the output of the same kinds, so that a ReLU after an addition is found again. */
function wholeKey(layers: Layers): KeyOf {
  const kinds = new Map(layers.map(({ name, kind }) => [name, kind]));
  return ({ kind, attributes, inputs }) => JSON.stringify([kind, attributes, inputs.map((name) => kinds.get(name))]);
}

function matched([left, right]: Two<Layers>, [leftKey, rightKey]: Two<KeyOf>): readonly Match[] {
  return commonSubsequence(left.map(leftKey), right.map(rightKey));
}

function both(left: Layer | undefined, right: Layer | undefined): readonly Both[] {
  return left === undefined || right === undefined ? [] : [[left, right]];
}

/** All pairs in the left list's order; what only the right one has stands behind what it follows there. */
function inOrder(left: Layers, right: Layers, partners: ReadonlyMap<Layer, Layer>): readonly LayerPair[] {
  const known = new Set(partners.values());
  const following = new Map<Layer | undefined, Layer[]>();
  let last: Layer | undefined;
  for (const layer of right) {
    if (known.has(layer)) last = layer;
    else following.set(last, [...(following.get(last) ?? []), layer]);
  }
  const added = (after: Layer | undefined): LayerPair[] =>
    (following.get(after) ?? []).map((layer) => ({ left: undefined, right: layer }));
  return [
    ...added(undefined),
    ...left.flatMap((layer) => {
      const other = partners.get(layer);
      return [{ left: layer, right: other }, ...(other === undefined ? [] : added(other))];
    }),
  ];
}
