import { bytesOf } from '../bytesOf';
import type { Shape } from '../../model/layer';

/** ONNX's numbers for what tensors are made of. */
export const dataTypes = { float: 1, int64: 7 } as const;

/** The messages of onnx.proto as they are written. */
export interface TensorMessage {
  readonly name: string;
  readonly dims: Shape;
  readonly dataType: number;
  readonly rawData: Uint8Array;
}

export interface NodeMessage {
  readonly opType: string;
  readonly name: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly object[];
}

/** Every processor that Node runs on here is little-endian, as the format is. */
export function tensorProto(name: string, dims: Shape, values: Float32Array): TensorMessage {
  const rawData = bytesOf(values);
  return { name, dims, dataType: dataTypes.float, rawData };
}

/** A float tensor at the graph's border; a size that is a text may be any. */
export function valueInfo(name: string, sizes: readonly (string | number)[]): object {
  const dim = sizes.map((size) => (typeof size === 'string' ? { dimParam: size } : { dimValue: size }));
  return { name, type: { tensorType: { elemType: dataTypes.float, shape: { dim } } } };
}

/** ONNX's numbers for the attributes' types. */
const attributeTypes = { float: 1, int: 2, ints: 7 } as const;

export function intAttribute(name: string, i: number): object {
  return { name, i, type: attributeTypes.int };
}

export function floatAttribute(name: string, f: number): object {
  return { name, f, type: attributeTypes.float };
}

export function intsAttribute(name: string, ints: readonly number[]): object {
  return { name, ints, type: attributeTypes.ints };
}
