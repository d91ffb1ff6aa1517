import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse, type Type } from 'protobufjs';
import { dtypes, tensorShape } from './attributes';
import type { GraphBuilder, Signature, SignatureTensor } from './graphBuilder';
import schema from './savedModel.proto';

/** The tag under which the graph is found in its file. */
export const tag = 'serve';

/** The version of the graph's semantics: that of TensorFlow 2.11 and newer. */
const producer = 1395;

let savedModel: Type | undefined;

/** Writes a graph and its signatures as a SavedModel; the folder is made. */
export async function writeSavedModel(
  folder: string,
  graph: GraphBuilder,
  signatures: Readonly<Record<string, Signature>>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'saved_model.pb'), encodeSavedModel(graph, signatures));
}

/** The bytes of `saved_model.pb`. */
export function encodeSavedModel(graph: GraphBuilder, signatures: Readonly<Record<string, Signature>>): Uint8Array {
  savedModel ??= parse(schema).root.lookupType('tensorflow.SavedModel');
  const entries = Object.entries(signatures).map(([name, { inputs, outputs }]) => [
    name,
    { inputs: tensorInfos(inputs), outputs: tensorInfos(outputs), methodName: 'tensorflow/serving/predict' },
  ]);
  const metaGraph = {
    metaInfoDef: { tags: [tag] },
    graphDef: { node: graph.nodes, versions: { producer } },
    signatureDef: Object.fromEntries(entries) as object, // of the messages above
  };
  return savedModel.encode({ savedModelSchemaVersion: 1, metaGraphs: [metaGraph] }).finish();
}

function tensorInfos(tensors: Readonly<Record<string, SignatureTensor>>): object {
  const entries = Object.entries(tensors).map(([key, { tensor, dtype, shape }]) => [
    key,
    { name: tensor.includes(':') ? tensor : `${tensor}:0`, dtype: dtypes[dtype], tensorShape: tensorShape(shape) },
  ]);
  return Object.fromEntries(entries) as object; // of the message TensorInfo
}
