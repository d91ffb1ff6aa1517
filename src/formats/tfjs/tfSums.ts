import { elements } from '../../model/layer';
import type { TfNode } from './graphModel';
import type { RowOperation } from './operationRow';
import type { TfCall, TfGraph } from './tfCall';
import { tensorsRead } from './tfCall';
import { moduleOf } from './tfNames';

/** Operations in ONNX's, and what of their operands these read. */
export interface TfRow {
  readonly row: readonly RowOperation[];
  readonly reads: readonly string[];
}

const sums: ReadonlySet<string> = new Set(['Add', 'AddN', 'AddV2', 'BiasAdd']);

/** A sum of values, or of one value and a constant, a bias. */
export function sum(call: TfCall): TfRow {
  const path = moduleOf(call.node.name);
  const fixed = fixedAt(call);
  if (fixed === undefined) return { row: [{ opType: 'Add', path }], reads: call.input };
  const bias = { dims: call.constant(fixed)?.dims ?? [-1] };
  return { row: [{ opType: 'Add', path, constants: [bias] }], reads: others(call, fixed) };
}

/** A product of values, with one number, or with one number a channel before a bias is added: a batch norm as it predicts. */
export function product(call: TfCall): TfRow | undefined {
  const path = moduleOf(call.node.name);
  const fixed = fixedAt(call);
  if (fixed === undefined) return { row: [{ opType: 'Mul', path }], reads: call.input };
  if (elements(call.constant(fixed)?.dims ?? [0]) === 1) return scaled(call, 'Mul');
  const isNorm = (call.graph.readers.get(call.node.name) ?? []).some(({ name }) => call.graph.biased.has(name));
  if (!isNorm) return undefined;
  return { row: [{ opType: 'BatchNormalization', path, constants: [{ dims: [-1] }] }], reads: others(call, fixed) };
}

/** A product or a quotient with one number. */
export function scaled(call: TfCall, opType: 'Mul' | 'Div'): TfRow | undefined {
  const fixed = opType === 'Div' ? 1 : fixedAt(call);
  const numbers = fixed === undefined ? undefined : call.numbers(fixed);
  if (fixed === undefined || numbers === undefined || numbers.length !== 1) return undefined;
  if (typeof numbers === 'string') return undefined;
  const row = [{ opType, path: moduleOf(call.node.name), constants: [{ dims: [], numbers }] }];
  return { row, reads: others(call, fixed) };
}

function fixedAt(call: TfCall): number | undefined {
  const at = call.input.findIndex((name) => call.graph.fixed.has(name));
  return at < 0 || call.input.length !== 2 ? undefined : at;
}

function others({ input }: TfCall, fixed: number): readonly string[] {
  return input.filter((_, at) => at !== fixed);
}

/** See `TfGraph`. */
export function biasedSums(
  nodes: readonly TfNode[],
  { fixed, nodes: byName }: Pick<TfGraph, 'fixed' | 'nodes'>,
): ReadonlySet<string> {
  const isSum = (node: TfNode | undefined): boolean => node !== undefined && sums.has(node.op);
  const own = nodes.filter((node) => isSum(node) && tensorsRead(node).some((name) => fixed.has(name)));
  const before = own.flatMap(tensorsRead).filter((name) => isSum(byName.get(name)));
  return new Set([...own.map(({ name }) => name), ...before]);
}
