import { attribute } from '../graph/graph';
import { foreign, type RowConstant, type RowOperation } from './operationRow';
import type { TfCall } from './tfCall';
import { moduleOf, moduleOfWeights } from './tfNames';
import { padding, spatial } from './tfWindows';

/** Filters H×W×I×O; of depthwise ones O are for each channel. `biasOf` is what its bias is called, or itself. */
export function convolution(call: TfCall, biasOf: string): RowOperation {
  const filters = call.constant(1);
  const [height = 0, width = 0, read = 0, given = 0] = filters?.dims ?? [];
  const isDepthwise = call.node.op.includes('Depthwise');
  const dims = isDepthwise ? [given, 1, height, width] : [given, read, height, width];
  const [strides, dilations] = [spatial(call, 'strides'), spatial(call, 'dilations')];
  return {
    opType: 'Conv',
    path: moduleOfWeights(filters?.name ?? call.node.name),
    constants: [{ dims: filters?.dims.length === 4 ? dims : [] }],
    attribute: [
      attribute('strides', { ints: strides }),
      attribute('dilations', { ints: dilations }),
      attribute('group', { i: isDepthwise ? -1 : 0 }),
      padding(call),
    ],
    isFolded: isFolded(call, filters?.name ?? '', biasOf),
  };
}

/** A folded batch norm leaves a trace in names: its own, or those that TensorFlow's tools give to what they make of it. */
function isFolded(call: TfCall, filters: string, biasOf: string): boolean {
  const isMerged = /\/merged_input(_\d+)?$/.test(filters) || /\/batchnorm(_\d+)?\//.test(biasOf);
  return isMerged || biasOf.endsWith('_bn_offset') || call.graph.nodes.has(`${biasOf}_bn_offset`);
}

/** Multiplies with a matrix [in, out]. */
export function dense(call: TfCall): RowOperation {
  const matrix = call.constant(1);
  const turned = (name: string): number => Number(call.node.attr[name]?.b === true);
  return {
    opType: 'Gemm',
    path: moduleOfWeights(matrix?.name ?? call.node.name),
    constants: [{ dims: matrix?.dims ?? [] }],
    attribute: [attribute('transA', { i: turned('transpose_a') }), attribute('transB', { i: turned('transpose_b') })],
  };
}

/** An operation with those that it takes along, of which a bias and a batch norm have operands behind its own two. */
export function fusedRow(call: TfCall, first: (call: TfCall, biasOf: string) => RowOperation): readonly RowOperation[] {
  const [word, ...others] = (call.node.attr['fused_ops']?.list?.s ?? []).map(String);
  const bias = call.constant(2);
  const isBiased = word === 'BiasAdd';
  const { constants = [], ...operation } = first(call, isBiased ? (bias?.name ?? '') : call.node.name);
  const given: readonly RowConstant[] = isBiased ? [...constants, { dims: bias?.dims ?? [-1] }] : constants;
  const behind = word === undefined || isBiased ? others : [word, ...others];
  return [{ ...operation, constants: given }, ...behind.map((each) => fusedOperation(call, each))];
}

const fusedOperations: ReadonlySet<string> = new Set(['Relu', 'Sigmoid']);

function fusedOperation(call: TfCall, word: string): RowOperation {
  const path = moduleOf(call.node.name);
  if (word === 'FusedBatchNorm') return batchNorm(call, { path, scale: 2 });
  return fusedOperations.has(word) ? { opType: word, path } : { opType: word, domain: foreign, keepsShape: true };
}

/** `scale` is the operand with one factor a channel. */
export function batchNorm(
  call: TfCall,
  { path, scale }: { readonly path: string; readonly scale: number },
): RowOperation {
  const epsilon = attribute('epsilon', { f: call.node.attr['epsilon']?.f ?? 1e-4 });
  return { opType: 'BatchNormalization', path, constants: [{ dims: call.constant(scale)?.dims ?? [-1] }], attribute: [epsilon] }; // prettier-ignore
}
