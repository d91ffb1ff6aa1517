import type { GraphBuilder, Tensor } from '../graph/graphBuilder';
import { asReal, elementwise, scalar } from '../graph/operations';

/** A tensor times a number, in the tensor's precision. */
export function scaledBy(graph: GraphBuilder, x: Tensor, factor: number): Tensor {
  return elementwise(graph, 'Mul', [x, asReal(graph, scalar(graph, factor), graph.realOf(x))]);
}
