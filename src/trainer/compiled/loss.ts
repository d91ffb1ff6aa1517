import { int, type } from './graph/attributes';
import { output, type GraphBuilder, type Tensor } from './graph/graphBuilder';
import { cast, elementwise, gatherAt, reduce, scalar, scalarInt, shapeOf } from './graph/operations';

/** The mean cross-entropy of a batch, its gradient, and how many images are classified rightly. */
export interface Loss {
  /** Scalar. */
  readonly loss: Tensor;
  /** Scalar: the batch's sum. */
  readonly sum: Tensor;
  /** Scalar. */
  readonly correct: Tensor;
  /** By the logits, [N, classes]. */
  readonly gradient: Tensor;
}

export interface LossOptions {
  readonly logits: Tensor;
  /** [N] */
  readonly labels: Tensor;
  readonly classes: number;
  /** ε: the targets are 1 − ε + ε/K for the label and ε/K elsewhere, as torch.nn.CrossEntropyLoss has it. */
  readonly smoothing: number;
}

export function writeLoss(graph: GraphBuilder, options: LossOptions): Loss {
  const each = crossEntropy(graph, options);
  const count = countOf(graph, options.logits);
  return {
    loss: reduce(graph, 'Mean', { x: each, axes: [0] }),
    sum: reduce(graph, 'Sum', { x: each, axes: [0] }),
    correct: correctCount(graph, options),
    gradient: elementwise(graph, 'RealDiv', [output(each, 1), count]),
  };
}

function crossEntropy(graph: GraphBuilder, { logits, labels, classes, smoothing }: LossOptions): Tensor {
  if (smoothing === 0)
    return graph.node('SparseSoftmaxCrossEntropyWithLogits', {
      inputs: [logits, labels],
      attributes: { T: type('float'), Tlabels: type('int32') },
    });
  const off = smoothing / classes;
  const targets = graph.node('OneHot', {
    inputs: [labels, scalarInt(graph, classes), scalar(graph, 1 - smoothing + off), scalar(graph, off)],
    attributes: { T: type('float'), TI: type('int32'), axis: int(-1) },
  });
  return graph.node('SoftmaxCrossEntropyWithLogits', { inputs: [logits, targets], attributes: { T: type('float') } });
}

/** N, as a float scalar. */
function countOf(graph: GraphBuilder, logits: Tensor): Tensor {
  const sizes = cast(graph, shapeOf(graph, logits), ['int32', 'float']);
  return gatherAt(graph, sizes, scalarInt(graph, 0));
}

function correctCount(graph: GraphBuilder, { logits, labels }: LossOptions): Tensor {
  const best = graph.node('ArgMax', {
    inputs: [logits, scalarInt(graph, 1)],
    attributes: { T: type('float'), Tidx: type('int32'), output_type: type('int32') },
  });
  const [found, wanted] = [cast(graph, best, ['int32', 'float']), cast(graph, labels, ['int32', 'float'])]; // a GPU compares no int32
  const right = graph.node('Equal', { inputs: [found, wanted], attributes: { T: type('float') } });
  return reduce(graph, 'Sum', { x: cast(graph, right, ['bool', 'float']), axes: [0] });
}
