import { int, type } from './graph/attributes';
import { controlOf, output, type Control, type GraphBuilder, type Tensor } from './graph/graphBuilder';

/** Lets the step's changes happen only where the loss is a number: nodes behind it are not run otherwise. */
export interface Gate {
  readonly open: Control;
  /** The tensor once all effects have happened, or were left out. */
  after(tensor: Tensor, effects: readonly Control[], name: string): Tensor;
  /** A tensor that is there only behind the gate, or the other one where the loss is no number. */
  otherwise(tensor: Tensor, other: Tensor): Tensor;
}

/** The gate of TensorFlow's own control flow, a `Switch` and a `Merge`. */
export function writeGate(graph: GraphBuilder, finite: Tensor): Gate {
  const T = { T: type('bool') };
  const parted = graph.node('Switch', { inputs: [finite, finite], attributes: T });
  const passed = graph.node('Identity', { inputs: [output(parted, 1)], attributes: T, name: 'finite' });
  const stopped = graph.node('Identity', { inputs: [parted], attributes: T, name: 'not_finite' });
  return {
    open: controlOf(passed),
    otherwise: (tensor, other) => {
      const attributes = { T: type('float') };
      const fallback = graph.node('Identity', { inputs: [other], attributes, after: [controlOf(stopped)] });
      return graph.node('Merge', { inputs: [fallback, tensor], attributes: { ...attributes, N: int(2) } });
    },
    after: (tensor, effects, name) => {
      const done = graph.node('Identity', { inputs: [output(parted, 1)], attributes: T, after: effects, name: 'done' });
      const merged = graph.node('Merge', { inputs: [parted, done], attributes: { ...T, N: int(2) } });
      const attributes = { T: type('float') };
      return graph.node('Identity', { inputs: [tensor], attributes, after: [controlOf(merged)], name });
    },
  };
}
