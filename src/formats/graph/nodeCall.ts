import type { GraphNode } from './graph';
import type { Constant, Operand, Value } from './operand';

/** One operation with what it reads, and its attributes by name. */
export interface NodeCall {
  readonly node: GraphNode;
  readonly operands: readonly (Operand | undefined)[];
}

/** The first operand that comes from the image. */
export function valueOf(call: NodeCall, at = 0): Value | undefined {
  const operand = call.operands[at];
  return operand?.type === 'value' ? operand : undefined;
}

export function constantAt(call: NodeCall, at: number): Constant | undefined {
  const operand = call.operands[at];
  return operand?.type === 'constant' ? operand : undefined;
}

/** The few numbers of a constant operand; nothing where there are none, or too many. */
export function numbersAt(call: NodeCall, at: number): readonly number[] | undefined {
  return constantAt(call, at)?.numbers;
}

export function hasAttribute({ node }: NodeCall, name: string): boolean {
  return node.attribute.some((each) => each.name === name);
}

export function int(call: NodeCall, name: string, otherwise: number): number {
  return call.node.attribute.find((each) => each.name === name)?.i ?? otherwise;
}

/** Rounded to what a float32 holds. */
export function float(call: NodeCall, name: string, otherwise: number): number {
  return rounded(call.node.attribute.find((each) => each.name === name)?.f ?? otherwise);
}

export function ints(call: NodeCall, name: string): readonly number[] | undefined {
  return call.node.attribute.find((each) => each.name === name)?.ints;
}

export function text(call: NodeCall, name: string): string | undefined {
  return call.node.attribute.find((each) => each.name === name)?.text;
}

/** 1e-5 for the float32 that is nearest to it. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
