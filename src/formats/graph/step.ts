import type { Kind, LayerAttributes, Shape } from '../../model/layer';
import { valueOf, type NodeCall } from './nodeCall';
import type { Half, Operand, Value } from './operand';

/** A layer still without name and inputs. */
export type Made = {
  readonly [K in Kind]: { readonly kind: K; readonly attributes: LayerAttributes[K] };
}[Kind];

/**
 * What an operation is here: layers in a row on top of its inputs, what one of its operands already is, a layer before it with other
 * attributes (it gives that, or what comes from it), or half a sentence about why it is not known.
 */
export type Step =
  | {
      readonly layers: readonly Made[];
      readonly on: readonly Value[];
      readonly half?: Half;
      readonly isUneven?: boolean;
    }
  | { readonly same: Operand }
  | { readonly instead: Made; readonly of: Value; readonly gives?: Value }
  | string;

/** What an operation may ask about the layers around it. */
export interface Before {
  layer(value: Value): Made;
  /** What that layer reads. */
  inputs(value: Value): readonly Value[];
  /** The shape of what that layer reads. */
  inputShape(value: Value): Shape;
  /** Whether nothing else reads it. */
  isReadOnce(value: Value): boolean;
  /** Whether nothing reads what an operation gives. */
  isLast(call: NodeCall): boolean;
}

export type Rule = (call: NodeCall, before: Before) => Step;

export const unknown = 'it is not known here';

export function onValue(call: NodeCall, ...layers: readonly Made[]): Step {
  const value = valueOf(call);
  return value === undefined ? 'its input does not come from the image' : { layers, on: [value] };
}

export function same(call: NodeCall): Step {
  const operand = call.operands[0];
  return operand === undefined ? unknown : { same: operand };
}

/** C×1×1, or C. */
export function isOneValueAChannel({ shape }: Value): boolean {
  return shape.slice(1).every((size) => size === 1);
}
