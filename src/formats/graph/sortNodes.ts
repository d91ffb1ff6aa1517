import { damaged, shown, type NamedFile } from './damage';
import type { Graph, GraphNode } from './graph';

/** The operations, each after those that it reads from; a file's own order stays where it is one. */
export function sortNodes({ node: nodes, initializer, input }: Graph, file: NamedFile): readonly GraphNode[] {
  const makers = makersOf(nodes, file);
  const given = new Set([...initializer, ...input].map(({ name }) => name));
  const waiting = new Map<GraphNode, number>();
  const readers = new Map<GraphNode, GraphNode[]>();
  for (const node of nodes) {
    const before = sourcesOf(node, { makers, given, file });
    waiting.set(node, before.size);
    for (const maker of before) {
      const known = readers.get(maker);
      if (known === undefined) readers.set(maker, [node]);
      else known.push(node);
    }
  }
  return nodes.every(inOrder(makers)) ? nodes : released(nodes, { waiting, readers, file });
}

interface Readers {
  readonly waiting: Map<GraphNode, number>;
  readonly readers: ReadonlyMap<GraphNode, readonly GraphNode[]>;
  readonly file: NamedFile;
}

/** Kahn's algorithm; what is never released stands in a circle. */
function released(nodes: readonly GraphNode[], { waiting, readers, file }: Readers): readonly GraphNode[] {
  const sorted = nodes.filter((node) => waiting.get(node) === 0);
  for (const node of sorted)
    for (const reader of readers.get(node) ?? []) {
      const left = (waiting.get(reader) ?? 0) - 1;
      waiting.set(reader, left);
      if (left === 0) sorted.push(reader);
    }
  const stuck = nodes.find((node) => (waiting.get(node) ?? 0) > 0);
  if (stuck !== undefined) throw damaged(file, `its operation ${called(stuck)} needs its own output, in a circle`);
  return sorted;
}

function makersOf(nodes: readonly GraphNode[], file: NamedFile): ReadonlyMap<string, GraphNode> {
  const makers = new Map<string, GraphNode>();
  const outputs = nodes.flatMap((node) => node.output.map((output) => [output, node] as const));
  for (const [output, node] of outputs.filter(([name]) => name !== '')) {
    if (makers.has(output)) throw damaged(file, `two operations give the tensor ${shown(output)}`);
    makers.set(output, node);
  }
  return makers;
}

interface Sources {
  readonly makers: ReadonlyMap<string, GraphNode>;
  readonly given: ReadonlySet<string>;
  readonly file: NamedFile;
}

function sourcesOf(node: GraphNode, { makers, given, file }: Sources): ReadonlySet<GraphNode> {
  const sources = new Set<GraphNode>();
  for (const name of node.input) {
    const maker = makers.get(name);
    if (maker !== undefined) sources.add(maker);
    else if (name !== '' && !given.has(name))
      throw damaged(file, `its operation ${called(node)} reads the tensor ${shown(name)}, which nothing gives`);
  }
  return sources;
}

function inOrder(makers: ReadonlyMap<string, GraphNode>): (node: GraphNode) => boolean {
  const done = new Set<GraphNode>();
  return (node) => {
    const sound = node.input.every((name) => {
      const maker = makers.get(name);
      return maker === undefined || done.has(maker);
    });
    done.add(node);
    return sound;
  };
}

function called({ name, opType }: GraphNode): string {
  return `${shown(name)} (${opType.slice(0, 40)})`;
}
