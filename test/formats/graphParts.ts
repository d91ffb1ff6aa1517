import { modelProto } from '../../src/formats/onnx/onnxModel';

/** A node as it is written. */
export interface PlainNode {
  name?: string;
  opType: string;
  input: string[];
  output: string[];
  domain?: string;
  attribute?: object[];
}

/** A graph as it is written, where a test puts one together. */
export interface PlainGraph {
  name?: string;
  node: PlainNode[];
  initializer?: {
    name: string;
    dims: (number | string)[];
    dataType?: number;
    rawData?: Uint8Array;
    externalData?: object[];
  }[];
  input: object[];
  output?: object[];
}

/** An image input of that name. */
export function imageInput(name: string, sizes: readonly number[]): object {
  const dim = [0, ...sizes].map((dimValue) => ({ dimValue }));
  return { name, type: { tensorType: { elemType: 1, shape: { dim } } } };
}

export function encoded(graph: PlainGraph): Uint8Array {
  return modelProto()
    .encode(modelProto().fromObject({ irVersion: 8, graph }))
    .finish();
}

/** The same file with numbers for names, as converters leave them. */
export function withoutNames(file: Uint8Array): Uint8Array {
  const { graph } = modelProto().decode(file) as unknown as { graph: Required<PlainGraph> }; // by the schema
  const names = new Map<string, string>([
    ['input', 'input'],
    ['logits', 'logits'],
  ]);
  const renamed = (name: string): string => {
    const known = names.get(name) ?? String(names.size);
    names.set(name, known);
    return known;
  };
  for (const tensor of graph.initializer) tensor.name = renamed(tensor.name);
  for (const node of graph.node) {
    node.input = node.input.map(renamed);
    node.output = node.output.map(renamed);
    node.name = '';
  }
  return modelProto().encode({ irVersion: 8, graph }).finish();
}
