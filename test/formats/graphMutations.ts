import { modelProto } from '../../src/formats/onnx/onnxModel';
import type { PlainGraph, PlainNode } from './graphParts';
import { seededRandom } from './seededRandom';

type Below = (bound: number) => number;
type Attribute = { i?: number; f?: number; ints?: number[] };
type Graph = Required<PlainGraph>;

const numbers = [-1, 0, 1, 2, 3, 7, 1_000, 2 ** 31, -(2 ** 40), 2 ** 52];
const operations = ['Conv', 'Add', 'Mul', 'Gemm', 'MatMul', 'Reshape', 'Slice', 'Pad', 'AveragePool', 'MaxPool', 'ReduceMean', 'Flatten', 'Identity', 'Concat', 'Shape', 'Gather', 'Transpose', 'LRN', 'BatchNormalization', 'Constant', 'Sub', 'Dropout', 'toString', '__proto__']; // prettier-ignore

/** What may be wrong with a graph that is a sound message. */
const changes: readonly ((graph: Graph, random: Below) => void)[] = [
  (graph, random) => void (nodeOf(graph, random).opType = operations[random(operations.length)] ?? ''),
  (graph, random) => {
    const [node, other] = [nodeOf(graph, random), nodeOf(graph, random)];
    node.input[random(node.input.length + 1)] = other.output[0] ?? '';
  },
  (graph, random) => void nodeOf(graph, random).input.pop(),
  (graph, random) => void nodeOf(graph, random).input.reverse(),
  (graph, random) => void graph.node.splice(random(graph.node.length), 1),
  (graph, random) => void graph.node.reverse().splice(random(graph.node.length), 1),
  (graph, random) => {
    const attributes = nodeOf(graph, random).attribute as Attribute[]; // by the schema
    for (const attribute of attributes) {
      const value = numbers[random(numbers.length)] ?? 0;
      if (attribute.ints?.length) attribute.ints[random(attribute.ints.length)] = value;
      else attribute.i = attribute.f = value;
    }
  },
  (graph, random) => {
    const tensor = graph.initializer[random(graph.initializer.length)];
    if (tensor !== undefined) tensor.dims[random(5)] = numbers[random(numbers.length)] ?? 0;
  },
  (graph, random) => {
    const tensor = graph.initializer[random(graph.initializer.length)];
    if (tensor !== undefined) tensor.name = `w${random(3)}`;
  },
];

function nodeOf({ node }: Graph, random: Below): PlainNode & Required<Pick<PlainNode, 'attribute'>> {
  const found = node[random(node.length)] ?? { opType: '', input: [], output: [] };
  return Object.assign(found, { attribute: found.attribute ?? [] });
}

/** So many sound messages with one to three faults in the graph; the same for the same seed. */
export function* graphMutations(file: Uint8Array, count: number, seed: number): Generator<Uint8Array> {
  const random = seededRandom(seed);
  for (let index = 0; index < count; index++) {
    const { graph } = modelProto().decode(file) as unknown as { graph: Graph }; // by the schema
    for (let times = 1 + random(3); times > 0; times--) changes[random(changes.length)]?.(graph, random);
    for (const tensor of graph.initializer)
      tensor.dims = Array.from(tensor.dims as (number | undefined)[], (size) => size ?? 1);
    for (const node of graph.node) node.input = Array.from(node.input as (string | undefined)[], (name) => name ?? '');
    yield modelProto().encode({ irVersion: 8, graph }).finish();
  }
}
