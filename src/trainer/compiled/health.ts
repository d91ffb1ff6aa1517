import { type } from './graph/attributes';
import type { GraphBuilder, Tensor } from './graph/graphBuilder';
import { addUp, concat, elementwise, halfSquare, reduce, reshape, scalar } from './graph/operations';

/** Whether a step may change anything. */
export interface Health {
  /** Scalar, boolean: the step may be made. */
  readonly finite: Tensor;
  /** The loss, and NaN where the step is not finite. */
  readonly loss: Tensor;
}

/** What tells whether a step is sound. */
interface Signs {
  readonly loss: Tensor;
  readonly statistics: readonly Tensor[];
  /** Those that may overflow though the loss is finite; none where they can't. */
  readonly gradients: readonly Tensor[];
}

/**
 * A step is healthy when its loss and all new running statistics are finite. The loss alone does not tell: TensorFlow fuses
 * batch norm and ReLU, and the fused ReLU turns NaN into 0.
 */
export function writeHealth(graph: GraphBuilder, { loss, statistics, gradients }: Signs): Health {
  const flat = statistics.map((tensor) => reshape(graph, tensor, [-1]));
  const sum = flat.length === 0 ? scalar(graph, 0) : reduce(graph, 'Sum', { x: concat(graph, flat, 0), axes: [0] });
  const both = elementwise(graph, 'AddV2', [loss, sum]);
  const sound = isFinite(graph, both);
  const inputs = [sound, loss, scalar(graph, Number.NaN)];
  const norms = gradients.map((gradient) => halfSquare(graph, gradient));
  const finite =
    norms.length === 0 ? sound : graph.node('LogicalAnd', { inputs: [sound, isFinite(graph, addUp(graph, norms))] });
  return { finite, loss: graph.node('SelectV2', { inputs, attributes: { T: type('float') } }) };
}

function isFinite(graph: GraphBuilder, x: Tensor): Tensor {
  return graph.node('IsFinite', { inputs: [x], attributes: { T: type('float') } });
}
