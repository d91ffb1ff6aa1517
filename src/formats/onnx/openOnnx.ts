import path from 'node:path';
import type { ByteSource } from '../byteSource';
import { withFileBytes } from '../byteSource';
import { importGraph, type ImportedNetwork } from '../graph/importGraph';
import type { NamedFile } from '../graph/damage';
import { readGraph } from './onnxModel';

export type { ImportedNetwork } from '../graph/importGraph';

/** The network in a file, of which the weights are not read; a sentence where there is none that can be shown. */
export function openOnnx(file: string): ImportedNetwork {
  return withFileBytes(file, (source) => readOnnx(source, path.basename(file)));
}

/** The same from bytes; `file` is what messages call them. */
export function readOnnx(source: ByteSource, file: string): ImportedNetwork {
  const named: NamedFile = { name: file, format: 'ONNX file' };
  return importGraph(readGraph(source, named), named);
}
