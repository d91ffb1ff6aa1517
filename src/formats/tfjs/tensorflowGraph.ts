import { damaged, shown, type NamedFile } from '../graph/damage';
import { checkSizes, type Graph, type GraphNode, type GraphValue } from '../graph/graph';
import { channelsInFront } from './channelOrder';
import { parseNodes, type TfNode, type WeightGroup } from './graphModel';
import { writeRow } from './operationRow';
import type { NumberReader } from './shardNumbers';
import { makerOf, TfCall, tensorsRead, type TfConstant, type TfGraph } from './tfCall';
import { tfRow } from './tfRules';
import { biasedSums } from './tfSums';

interface Weights {
  readonly groups: readonly WeightGroup[];
  readonly numbers: NumberReader;
}

/** The graph of a graph model: TensorFlow's operations in ONNX's. */
export function tensorflowGraph(topology: unknown, { groups, numbers }: Weights, file: NamedFile): Graph {
  const all = parseNodes(topology, file);
  const nodes = all.filter(({ op }) => op !== 'Const' && op !== 'NoOp' && op !== 'Placeholder');
  const constants = constantsOf(all, groups, file);
  const known = { nodes: byName(all, file), constants, numbers, fixed: fixedTensors(all), readers: readersOf(nodes) };
  const graph: TfGraph = { ...known, biased: biasedSums(nodes, known) };
  const input = all.filter(({ op }) => op === 'Placeholder');
  const isChannelsFirst = nodes.some((node) => new TfCall(node, graph).isChannelsFirst);
  const outputs = outputsOf(nodes);
  const rows = nodes.map((node) => {
    const { row, reads } = tfRow(new TfCall(node, graph));
    return writeRow(row, { name: node.name, called: node.op, input: reads, output: outputs(node.name) });
  });
  const kept = reached(rows.flatMap(({ node }) => node), nodes.filter(({ name }) => !graph.readers.has(name))); // prettier-ignore
  return {
    name: '',
    node: kept,
    initializer: [...[...constants.values()].map(({ name, dims }) => ({ name, dims, numbers: undefined })), ...rows.flatMap(({ initializer }) => initializer)], // prettier-ignore
    input: input.map((node) => imageOf(node, isChannelsFirst)),
  };
}

function byName(nodes: readonly TfNode[], file: NamedFile): TfGraph['nodes'] {
  const found = new Map<string, TfNode>();
  for (const node of nodes) {
    if (found.has(node.name)) throw damaged(file, `two of its operations have the name ${shown(node.name)}`);
    found.set(node.name, node);
  }
  return found;
}

/** What the list of weights says of constants; one that is not in it has sizes that nobody knows. */
function constantsOf(
  nodes: readonly TfNode[],
  groups: readonly WeightGroup[],
  file: NamedFile,
): ReadonlyMap<string, TfConstant> {
  const weights = new Map(groups.flatMap((group) => group.weights.map((weight) => [weight.name, weight.shape])));
  const found = new Map<string, TfConstant>();
  for (const { name } of nodes.filter(({ op }) => op === 'Const')) {
    const dims = weights.get(name) ?? [];
    checkSizes(name, dims, file);
    found.set(name, { name, dims });
  }
  return found;
}

/** What is computed from constants alone. */
function fixedTensors(nodes: readonly TfNode[]): ReadonlySet<string> {
  const waiting = new Map(nodes.map((node) => [node.name, tensorsRead(node).length]));
  const readers = readersOf(nodes);
  const fixed = new Set(nodes.filter(({ op }) => op === 'Const').map(({ name }) => name));
  for (const name of fixed)
    for (const reader of readers.get(name) ?? []) {
      const left = (waiting.get(reader.name) ?? 0) - 1;
      waiting.set(reader.name, left);
      if (left === 0) fixed.add(reader.name);
    }
  return fixed;
}

function readersOf(nodes: readonly TfNode[]): ReadonlyMap<string, readonly TfNode[]> {
  const readers = new Map<string, TfNode[]>();
  for (const node of nodes)
    for (const tensor of tensorsRead(node)) {
      const known = readers.get(makerOf(tensor));
      if (known === undefined) readers.set(makerOf(tensor), [node]);
      else known.push(node);
    }
  return readers;
}

/** The tensors of an operation, as many as others ask for. */
function outputsOf(nodes: readonly TfNode[]): (name: string) => readonly string[] {
  const others = new Map<string, Set<string>>();
  for (const tensor of nodes.flatMap(tensorsRead)) {
    const maker = makerOf(tensor);
    if (maker !== tensor) others.set(maker, (others.get(maker) ?? new Set()).add(tensor));
  }
  return (name) => [name, ...(others.get(name) ?? [])];
}

/** Operations that something comes from that nothing else reads; the others compute sizes that have been read already. */
function reached(nodes: readonly GraphNode[], ends: readonly TfNode[]): readonly GraphNode[] {
  const makers = new Map(nodes.flatMap((node) => node.output.map((name) => [name, node])));
  const open = ends.flatMap(({ name }) => makers.get(name) ?? []);
  const found = new Set(open);
  for (const node of found) for (const name of node.input) {
    const maker = makers.get(name);
    if (maker !== undefined) found.add(maker);
  } // prettier-ignore
  return nodes.filter((node) => found.has(node));
}

function imageOf({ name, attr }: TfNode, isChannelsFirst: boolean): GraphValue {
  const sizes = (attr['shape']?.shape?.dim ?? []).map(({ size }) => Math.max(0, size));
  const [images = 0, ...others] = sizes;
  return { name, dims: isChannelsFirst || sizes.length !== 4 ? sizes : [images, ...channelsInFront(others)] };
}
