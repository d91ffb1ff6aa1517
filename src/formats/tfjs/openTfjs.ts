import path from 'node:path';
import { withFileBytes } from '../byteSource';
import type { NamedFile } from '../graph/damage';
import { importGraph, type ImportedNetwork } from '../graph/importGraph';
import { parseManifest } from './graphModel';
import { layersGraph } from './layersGraph';
import { checkBytes, parseModelJson } from './modelJson';
import { shardNumbers, type NumberReader } from './shardNumbers';
import { tensorflowGraph } from './tensorflowGraph';

/** The network in a `model.json`, of which the weights are not read; a sentence where there is none that can be shown. */
export function openTfjs(file: string): ImportedNetwork {
  const name = path.basename(file);
  const bytes = withFileBytes(file, (source) => {
    checkBytes(source.length, namedTfjs(name));
    return source.bytes(0, source.length);
  });
  return readTfjs(bytes, name, path.dirname(file));
}

/** The same from bytes; `folder` is where a graph model's files of weights lie, if they are to be had, which its sizes and axes are among. */
export function readTfjs(bytes: Uint8Array, name: string, folder?: string): ImportedNetwork {
  const file = namedTfjs(name);
  const { kind, topology, whole } = parseModelJson(bytes, file);
  if (kind === 'layers') return importGraph(layersGraph(topology, file), file);
  const groups = parseManifest(whole, file);
  const numbers: NumberReader = folder === undefined ? () => undefined : shardNumbers(groups, folder);
  return importGraph(tensorflowGraph(topology, { groups, numbers }, file), file);
}

function namedTfjs(name: string): NamedFile {
  return { name, format: 'TensorFlow.js model' };
}
