import { type } from './graph/attributes';
import type { GraphBuilder, Tensor } from './graph/graphBuilder';
import { concat, elementwise, reduce, reshape, scalar } from './graph/operations';

/** Whether a step may change anything. */
export interface Health {
  /** Scalar, boolean. */
  readonly finite: Tensor;
  /** The loss, and NaN where the step is not finite. */
  readonly loss: Tensor;
}

/**
 * A step is healthy when its loss and all new running statistics are finite. The loss alone does not tell: TensorFlow fuses
 * batch norm and ReLU, and the fused ReLU turns NaN into 0.
 */
export function writeHealth(graph: GraphBuilder, loss: Tensor, statistics: readonly Tensor[]): Health {
  const flat = statistics.map((tensor) => reshape(graph, tensor, [-1]));
  const sum = flat.length === 0 ? scalar(graph, 0) : reduce(graph, 'Sum', { x: concat(graph, flat, 0), axes: [0] });
  const both = elementwise(graph, 'AddV2', [loss, sum]);
  const finite = graph.node('IsFinite', { inputs: [both], attributes: { T: type('float') } });
  const inputs = [finite, loss, scalar(graph, Number.NaN)];
  return { finite, loss: graph.node('SelectV2', { inputs, attributes: { T: type('float') } }) };
}
