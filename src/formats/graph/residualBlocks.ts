import type { ImportedLayer } from './importedLayer';

/** Two paths that part behind one layer and meet in an addition; all are places in the list of layers. */
export interface FoundBlock {
  /** What both paths come from. */
  readonly fork: number;
  readonly add: number;
  /** What lies between, in order. */
  readonly between: readonly number[];
  /** Of those, what is on the shorter path alone. */
  readonly shortcut: ReadonlySet<number>;
  /** The ends of both paths, the longer one's first. */
  readonly ends: readonly number[];
}

/** The residual blocks of a graph, in order; where one is within another, the inner one. */
export function findBlocks(layers: readonly ImportedLayer[]): readonly FoundBlock[] {
  const forks = dominators(layers);
  const taken = new Set<number>();
  const blocks: FoundBlock[] = [];
  for (const [add, { made, inputs }] of layers.entries()) {
    const fork = forks[add] ?? 0;
    if (made.kind !== 'add' || new Set(inputs).size < 2) continue;
    const between = pathsBetween(layers, { fork, add, taken });
    if (between === undefined || between.length === 0) continue;
    for (const each of [...between, add]) taken.add(each);
    blocks.push({ fork, add, between, ...pathsOf(layers, inputs, new Set(between)) });
  }
  return blocks;
}

/** For each layer the last one that everything to it comes through (Cooper, Harvey and Kennedy 2001, without cycles). */
function dominators(layers: readonly ImportedLayer[]): readonly number[] {
  const [above, depth]: [number[], number[]] = [[0], [0]];
  for (const [index, { inputs }] of layers.entries()) {
    if (index === 0) continue;
    const [first = 0, ...others] = inputs;
    const meeting = others.reduce((a, b) => meet(a, b, { above, depth }), first);
    above.push(meeting);
    depth.push((depth[meeting] ?? 0) + 1);
  }
  return above;
}

function meet(
  a: number,
  b: number,
  tree: { readonly above: readonly number[]; readonly depth: readonly number[] },
): number {
  const { above, depth } = tree;
  let [left, right] = [a, b];
  while (left !== right) {
    if ((depth[left] ?? 0) >= (depth[right] ?? 0)) left = above[left] ?? 0;
    else right = above[right] ?? 0;
  }
  return left;
}

/** The layers from a fork to an addition; nothing where one of them belongs to a block already. */
function pathsBetween(
  layers: readonly ImportedLayer[],
  { fork, add, taken }: { readonly fork: number; readonly add: number; readonly taken: ReadonlySet<number> },
): readonly number[] | undefined {
  const found = new Set<number>();
  const open = [...(layers[add]?.inputs ?? [])];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === fork || found.has(at)) continue;
    if (taken.has(at)) return undefined;
    found.add(at);
    open.push(...(layers[at]?.inputs ?? []));
  }
  return [...found].sort((a, b) => a - b);
}

/** A path's layers are those that its end comes from; where both have equally many, the file's first is the branch. */
function pathsOf(
  layers: readonly ImportedLayer[],
  inputs: readonly number[],
  between: ReadonlySet<number>,
): Pick<FoundBlock, 'shortcut' | 'ends'> {
  const paths = inputs.map((end) => ({ end, members: above(layers, end, between) }));
  const [branch, ...others] = paths.toSorted((a, b) => b.members.size - a.members.size);
  const own = others.flatMap(({ members }) => [...members].filter((index) => branch?.members.has(index) !== true));
  return {
    shortcut: new Set(own),
    ends: [branch, ...others].flatMap((each) => (each === undefined ? [] : [each.end])),
  };
}

function above(layers: readonly ImportedLayer[], end: number, between: ReadonlySet<number>): ReadonlySet<number> {
  const found = new Set<number>();
  const open = [end];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (found.has(at) || !between.has(at)) continue;
    found.add(at);
    open.push(...(layers[at]?.inputs ?? []));
  }
  return found;
}
