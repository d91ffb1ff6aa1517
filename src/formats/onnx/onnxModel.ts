import { parse, type Type } from 'protobufjs';
import * as z from 'zod';
import type { ByteSource } from './byteSource';
import { damaged, shown } from './damage';
import { decodeMessage } from './decodeMessage';
import schema from './onnx.proto';

const text = z.string().default('');
const whole = z.number().default(0);
const entries = z.array(z.object({ key: text, value: text }));
const bytes = z.instanceof(Uint8Array);

const tensor = z.object({
  name: text,
  dims: z.array(z.number()),
  dataType: whole,
  rawData: bytes.optional(),
  floatData: z.array(z.number()),
  int32Data: z.array(z.number()),
  int64Data: z.array(z.number()),
  doubleData: z.array(z.number()),
  externalData: entries,
});

const attribute = z.object({
  name: text,
  f: z.number().default(0),
  i: whole,
  s: bytes.optional(),
  t: tensor.optional(),
  floats: z.array(z.number()),
  ints: z.array(z.number()),
});

const node = z.object({
  name: text,
  opType: text,
  domain: text,
  input: z.array(z.string()),
  output: z.array(z.string()),
  attribute: z.array(attribute),
  metadataProps: entries,
});

const dimension = z.object({ dimValue: whole, dimParam: text });
const tensorType = z.object({ shape: z.object({ dim: z.array(dimension) }).optional() });
const valueInfo = z.object({ name: text, type: z.object({ tensorType: tensorType.optional() }).optional() });

const graph = z.object({
  name: text,
  node: z.array(node),
  initializer: z.array(tensor),
  input: z.array(valueInfo),
  output: z.array(valueInfo),
});

const model = z.object({ producerName: text, graph: graph.optional() });

/** What a file says, but for the values of larger tensors. */
export type OnnxGraph = z.infer<typeof graph>;
export type OnnxNode = z.infer<typeof node>;
export type OnnxTensor = z.infer<typeof tensor>;
export type OnnxValueInfo = z.infer<typeof valueInfo>;

let modelType: Type | undefined;

/** The message that a whole file is. */
export function modelProto(): Type {
  return (modelType ??= parse(schema).root.lookupType('onnx.ModelProto'));
}

/** Operations and dimensions that a network may have, far beyond any that is known. */
const maxNodes = 20_000;
const maxDims = 16;

/** Reads the graph of a file; anything but a sound one is refused with one sentence. */
export function readGraph(source: ByteSource, file: string): OnnxGraph {
  const { graph } = model.parse(decodeMessage(source, modelProto(), file)); // of the schema's types, by their decoding
  if (graph === undefined) throw damaged(file, 'there is no graph in it');
  if (graph.node.length > maxNodes)
    throw damaged(file, `it has ${graph.node.length} operations, more than ${maxNodes}`);
  for (const each of graph.initializer) checkTensor(each, file);
  return graph;
}

function checkTensor({ name, dims, externalData }: OnnxTensor, file: string): void {
  if (dims.length > maxDims) throw damaged(file, `tensor ${shown(name)} has ${dims.length} dimensions`);
  const elements = dims.reduce((product, size) => product * size, 1);
  if (dims.some((size) => size < 0) || !Number.isSafeInteger(elements))
    throw damaged(file, `tensor ${shown(name)} of ${dims.join('×')} elements is impossible`);
  const location = externalData.find(({ key }) => key === 'location')?.value ?? '';
  if (leavesFolder(location)) throw damaged(file, `tensor ${shown(name)} lies in ${shown(location)}, outside its folder`); // prettier-ignore
}

/** Whether a path of another file leads out of the folder. */
function leavesFolder(location: string): boolean {
  return /^([/\\~]|[A-Za-z]:)/.test(location) || location.split(/[/\\]/).includes('..') || location.includes('\0');
}
