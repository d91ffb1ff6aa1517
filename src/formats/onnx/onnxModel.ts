import { parse, type Type } from 'protobufjs';
import * as z from 'zod';
import type { ByteSource } from '../byteSource';
import { damaged, shown, type NamedFile } from '../graph/damage';
import { checkCount, checkSizes, type Graph, type GraphNode, type GraphTensor } from '../graph/graph';
import { decodeMessage } from './decodeMessage';
import schema from './onnx.proto';
import { tensorNumbers } from './tensorNumbers';

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

let modelType: Type | undefined;

/** The message that a whole file is. */
export function modelProto(): Type {
  return (modelType ??= parse(schema).root.lookupType('onnx.ModelProto'));
}

/** Reads the graph of a file; anything but a sound one is refused with one sentence. */
export function readGraph(source: ByteSource, file: NamedFile): Graph {
  const { graph } = model.parse(decodeMessage(source, modelProto(), file)); // of the schema's types, by their decoding
  if (graph === undefined) throw damaged(file, 'there is no graph in it');
  checkCount(graph.node.length, file);
  return {
    name: graph.name,
    node: graph.node.map(nodeOf),
    initializer: graph.initializer.map((each) => checkedTensor(each, file)),
    input: graph.input.map(({ name, type }) => ({
      name,
      dims: (type?.tensorType?.shape?.dim ?? []).map(({ dimValue }) => dimValue),
    })),
  };
}

function nodeOf({ metadataProps, ...rest }: z.infer<typeof node>): GraphNode {
  return {
    ...rest,
    scope: scopeOf(metadataProps),
    attribute: rest.attribute.map(({ s, t, ...others }) => ({
      ...others,
      text: s === undefined ? undefined : Buffer.from(s).toString('utf8'),
      tensor: t === undefined ? undefined : tensorOf(t),
    })),
  };
}

/** `['', 'layer1', 'layer1.0', 'add']`: the last is the operation's own name. */
function scopeOf(metadata: z.infer<typeof entries>): string | undefined {
  const scopes = metadata.find(({ key }) => key === 'pkg.torch.onnx.name_scopes')?.value ?? '';
  return /'(?<path>[\w.]{0,200})', '\w+'\]$/.exec(scopes)?.groups?.['path'];
}

function tensorOf(found: z.infer<typeof tensor>): GraphTensor {
  return { name: found.name, dims: found.dims, numbers: tensorNumbers(found) };
}

function checkedTensor(found: z.infer<typeof tensor>, file: NamedFile): GraphTensor {
  const { name, dims, externalData } = found;
  checkSizes(name, dims, file);
  const location = externalData.find(({ key }) => key === 'location')?.value ?? '';
  if (leavesFolder(location)) throw damaged(file, `tensor ${shown(name)} lies in ${shown(location)}, outside its folder`); // prettier-ignore
  return tensorOf(found);
}

/** Whether a path of another file leads out of the folder. */
function leavesFolder(location: string): boolean {
  return /^([/\\~]|[A-Za-z]:)/.test(location) || location.split(/[/\\]/).includes('..') || location.includes('\0');
}
