import { bytesOf } from '../../../formats/bytesOf';

/** TensorFlow's numbers for the element types used here. */
export const dtypes = { float: 1, int32: 3, uint8: 4, bool: 10, bfloat16: 14, half: 19, resource: 20 } as const;
export type DType = keyof typeof dtypes;

/** The types of real numbers. */
export type RealType = 'float' | 'bfloat16' | 'half';

/** An attribute of a node, as the protocol buffer has it. */
export type Attribute =
  | { readonly type: number }
  | { readonly i: number }
  | { readonly f: number }
  | { readonly b: boolean }
  | { readonly s: Uint8Array }
  | { readonly list: { readonly i?: readonly number[] } }
  | { readonly shape: TensorShape }
  | { readonly tensor: ConstantTensor };

export type Attributes = Readonly<Record<string, Attribute>>;

interface TensorShape {
  readonly dim: readonly { readonly size: number }[];
}

interface ConstantTensor {
  readonly dtype: number;
  readonly tensorShape: TensorShape;
  readonly tensorContent: Uint8Array;
}

export const type = (dtype: DType): Attribute => ({ type: dtypes[dtype] });
/** As a pure node's `T`: the type of its first input of real numbers that are not float, or float. */
export const real: Attribute = { type: -1 };
export const int = (value: number): Attribute => ({ i: value });
export const float = (value: number): Attribute => ({ f: value });
export const bool = (value: boolean): Attribute => ({ b: value });
export const text = (value: string): Attribute => ({ s: new TextEncoder().encode(value) });
export const ints = (values: readonly number[]): Attribute => ({ list: { i: values } });
export const shape = (sizes: readonly number[]): Attribute => ({ shape: tensorShape(sizes) });

/** A size of −1 is one that is known only when the graph runs. */
export function tensorShape(sizes: readonly number[]): TensorShape {
  return { dim: sizes.map((size) => ({ size })) };
}

/** The value of a `Const` node. */
export function constant(values: Float32Array | Int32Array, sizes: readonly number[]): Attribute {
  return {
    tensor: {
      dtype: values instanceof Float32Array ? dtypes.float : dtypes.int32,
      tensorShape: tensorShape(sizes),
      tensorContent: bytesOf(values),
    },
  };
}
