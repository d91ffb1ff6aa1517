import { channelWindow } from '../../../model/windows';
import type { GraphBuilder, Tensor } from '../graph/graphBuilder';
import { asReal, elementwise, matMul, reshape, scalar } from '../graph/operations';
import { inLayout, sizesIn } from './activation';
import { constantOf } from './axisTransform';
import type { GradientCall, LayerCall } from './layerCall';
import { matrix } from './minimalFiltering';
import { scaledBy } from './scaledBy';

type Call = LayerCall<'localResponseNorm'>;

/** b = a · s^−β with s = k + α · Σ a² (Krizhevsky et al. 2012, §3.3), in float32: squares of float16 overflow above 255. */
export function normalisedByNeighbours(call: Call): Tensor {
  const { graph, x } = call;
  const { a, power } = partsOf(call);
  return asReal(graph, elementwise(graph, 'Mul', [a, power]), graph.realOf(x.tensor));
}

/** ∂b_c/∂a_j = δ_cj · s_c^−β − 2αβ · a_j · a_c · s_c^(−β−1) where j is in the window of c. */
export function neighboursGradient(call: GradientCall<'localResponseNorm'>): Tensor {
  const { graph, layer, x } = call;
  const { a, sums, power } = partsOf(call);
  const dy = asReal(graph, inLayout(graph, call.dy, x.layout), 'float');
  const straight = elementwise(graph, 'Mul', [dy, power]);
  const across = elementwise(graph, 'RealDiv', [elementwise(graph, 'Mul', [straight, a]), sums]);
  const gathered = summed(call, across, 'windows around');
  const rest = scaledBy(graph, elementwise(graph, 'Mul', [a, gathered]), 2 * layer.attributes.beta);
  return asReal(graph, elementwise(graph, 'Sub', [straight, rest]), graph.realOf(x.tensor));
}

function partsOf(call: Call) {
  const { graph, layer, x } = call;
  const { k, beta } = layer.attributes;
  const a = asReal(graph, x.tensor, 'float');
  const squares = elementwise(graph, 'Mul', [a, a]);
  const sums = elementwise(graph, 'AddV2', [summed(call, squares, 'window'), scalar(graph, k)]);
  return { a, sums, power: elementwise(graph, 'Pow', [sums, scalar(graph, -beta)]) };
}

/** α times each channel's sum over its window, or over those in whose windows it is: the channels are last in every layout. */
function summed({ graph, layer, input, x }: Call, values: Tensor, over: 'window' | 'windows around'): Tensor {
  const [channels = 0, height, width] = input;
  const rows = reshape(graph, values, [-1, channels]);
  const sums = matMul(graph, [rows, bandOf(graph, channels, layer.attributes)], { b: over === 'windows around' });
  if (height === undefined || width === undefined) return sums;
  return reshape(graph, sums, sizesIn(x.layout, { batch: -1, channels, height, width }));
}

/** [C, C]: α in column c for the channels of its window. */
function bandOf(graph: GraphBuilder, channels: number, { size, alpha }: Call['layer']['attributes']): Tensor {
  const isIn = (from: number, to: number): boolean => {
    const { first, end } = channelWindow(to, size);
    return from >= first && from < end;
  };
  return constantOf(
    graph,
    matrix(channels, channels, (row, column) => (isIn(row, column) ? alpha : 0)),
  );
}
