import { elements, type Shape } from '../../model/layer';
import { damaged, shown, type NamedFile } from './damage';

/** A network as a file's reader hands it over: operations by ONNX's names and in its layouts, N×C×H×W. */
export interface Graph {
  readonly name: string;
  readonly node: readonly GraphNode[];
  /** The weights and the other constants. */
  readonly initializer: readonly GraphTensor[];
  readonly input: readonly GraphValue[];
}

export interface GraphNode {
  readonly name: string;
  readonly opType: string;
  /** What its own file calls it, where that is another name. */
  readonly called?: string | undefined;
  /** Empty for ONNX's own operations; what is of another domain is not known here. */
  readonly domain: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly GraphAttribute[];
  /** The module that it is, where the file says it outright. */
  readonly path?: string | undefined;
  /** The module that it is in, as PyTorch's newer exporter notes it; empty: the network itself. */
  readonly scope?: string | undefined;
  /** Half a sentence about why it can't be shown, where its reader knows that already. */
  readonly fault?: string | undefined;
  /** It changes no shape, so that what comes behind it can be shown though it can't. */
  readonly keepsShape?: boolean | undefined;
  /** Whether a batch norm has been folded into it. */
  readonly isFolded?: boolean | undefined;
}

export interface GraphAttribute {
  readonly name: string;
  readonly i: number;
  readonly f: number;
  readonly ints: readonly number[];
  readonly floats: readonly number[];
  readonly text?: string | undefined;
  readonly tensor?: GraphTensor | undefined;
}

/** A constant; a size of −1 is as large as what it is used with asks for, as layers without weights have it. */
export interface GraphTensor {
  readonly name: string;
  readonly dims: Shape;
  /** Nothing where there are many, or where they are not read. */
  readonly numbers: readonly number[] | undefined;
}

export interface GraphValue {
  readonly name: string;
  /** The batch's first; 0 where it may be any. */
  readonly dims: Shape;
}

/** Numbers of a constant that are read. */
export const maxNumbers = 1_024;

/** Operations and dimensions that a network may have, far beyond any that is known. */
const maxNodes = 20_000;
const maxDims = 16;

export function attribute(name: string, value: Partial<Omit<GraphAttribute, 'name'>>): GraphAttribute {
  return { name, i: 0, f: 0, ints: [], floats: [], ...value };
}

/** Refuses more operations than any network has. */
export function checkCount(count: number, file: NamedFile): void {
  if (count > maxNodes) throw damaged(file, `it has ${count} operations, more than ${maxNodes}`);
}

/** Refuses sizes that no tensor has. */
export function checkSizes(name: string, dims: Shape, file: NamedFile): void {
  if (dims.length > maxDims) throw damaged(file, `tensor ${shown(name)} has ${dims.length} dimensions`);
  if (dims.some((size) => !Number.isInteger(size) || size < 0) || !Number.isSafeInteger(elements(dims)))
    throw damaged(file, `tensor ${shown(name)} of ${dims.join('×')} elements is impossible`);
}
