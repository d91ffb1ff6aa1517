import type { Shape } from '../../model/layer';

/** Pixels at the top, left, bottom and right. */
export type Sides = readonly [top: number, left: number, bottom: number, right: number];

/**
 * What has been done to a value that only the next operation completes: every so many rows or columns taken, rows averaged, zeros put
 * around it, axes N, C, H, W put in another order, or 1×1 pixels dropped. Its shape is still that from before.
 */
export type Half =
  | { readonly kind: 'rows' | 'columns' | 'averaged'; readonly by: number }
  | { readonly kind: 'padded'; readonly sides: Sides }
  | { readonly kind: 'permuted'; readonly order: readonly number[] }
  | { readonly kind: 'pooled' };

/** What a layer gives. */
export interface Value {
  readonly type: 'value';
  /** Of the list of layers. */
  readonly index: number;
  /** Without the batch. */
  readonly shape: Shape;
  readonly half?: Half | undefined;
}

/** What the file itself gives: weights, whose numbers are not read, or a few numbers. */
export interface Constant {
  readonly type: 'constant';
  readonly dims: Shape;
  readonly numbers: readonly number[] | undefined;
}

/** What comes behind an operation that is not known. */
export interface Lost {
  readonly type: 'lost';
}

export type Operand = Value | Constant | Lost;

export const lost: Lost = { type: 'lost' };

/** A constant of which nothing is known. */
export const unread: Constant = { type: 'constant', dims: [], numbers: undefined };

/** The operations that know what to do with a value of which something is half done. */
const completed: Readonly<Record<Exclude<Half['kind'], 'pooled'>, readonly string[]>> = {
  rows: ['Slice'],
  columns: ['Slice'],
  averaged: ['MatMul'],
  padded: ['Conv', 'MaxPool'],
  permuted: ['Permute', 'Pad', 'Flatten', 'Reshape'],
};

/** Whether an operation can read an operand as it is; values that are pooled are made whole before. */
export function canRead(opType: string, operand: Operand | undefined): boolean {
  const half = operand?.type === 'value' ? operand.half : undefined;
  return half === undefined || half.kind === 'pooled' || opType === 'Identity' || completed[half.kind].includes(opType);
}

/** The same value with nothing half done. */
export function whole({ type, index, shape }: Value): Value {
  return { type, index, shape };
}
