import { int, real, type } from '../graph/attributes';
import type { GraphBuilder, Tensor } from '../graph/graphBuilder';
import { int32s, shapeOf } from '../graph/operations';
import { inLayout, spatialAxes, type Activation } from './activation';

/** All rows and columns from the first to the last: begin and end are masked. */
const everything = 0b1111;

/** Every `stride`-th row and column from the first. */
export function subsample(graph: GraphBuilder, x: Activation, stride: number): Activation {
  if (stride === 1) return x;
  const tensor = graph.node('StridedSlice', {
    inputs: [x.tensor, ...bounds(graph, x, stride)],
    attributes: attributes(),
  });
  return { tensor, layout: x.layout };
}

/** The gradient by x of `subsample`: zeros where a pixel was left out. */
export function subsampleGradient(graph: GraphBuilder, x: Activation, { dy, stride }: StridedGradient): Activation {
  const gradient = inLayout(graph, dy, x.layout);
  if (stride === 1) return { tensor: gradient, layout: x.layout };
  const tensor = graph.node('StridedSliceGrad', {
    inputs: [shapeOf(graph, x.tensor), ...bounds(graph, x, stride), gradient],
    attributes: attributes(),
  });
  return { tensor, layout: x.layout };
}

interface StridedGradient {
  readonly dy: Activation;
  readonly stride: number;
}

function bounds(graph: GraphBuilder, { layout }: Activation, stride: number): readonly Tensor[] {
  const strides = [0, 1, 2, 3].map((axis) => (spatialAxes[layout].includes(axis) ? stride : 1));
  return [int32s(graph, [0, 0, 0, 0]), int32s(graph, [0, 0, 0, 0]), int32s(graph, strides)];
}

function attributes() {
  return {
    T: real,
    Index: type('int32'),
    begin_mask: int(everything),
    end_mask: int(everything),
    ellipsis_mask: int(0),
    new_axis_mask: int(0),
    shrink_axis_mask: int(0),
  };
}
