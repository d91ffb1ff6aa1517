import type { GraphBuilder, Tensor } from '../graph/graphBuilder';
import { asReal, batchMatMul, matMul, reshape } from '../graph/operations';
import { kronecker, type Matrix } from './minimalFiltering';

/** One matrix for an image's height and one for its width. */
export interface AxisTransform {
  readonly down: Matrix;
  readonly across: Matrix;
  /** Applies both matrices transposed. */
  readonly transposed?: boolean;
}

/** With so many pixels or fewer one product with both matrices at once is cheaper than one after the other. */
const fewPixels = 16;

function isSmall({ down, across }: AxisTransform): boolean {
  return Math.min(down.columns * across.columns, down.rows * across.rows) <= fewPixels;
}

/** Multiplications that a transform takes for one channel of one image. */
export function transformCost(transform: AxisTransform): number {
  const { down, across } = transform;
  if (isSmall(transform)) return down.rows * down.columns * across.rows * across.columns;
  return down.rows * down.columns * across.columns + down.rows * across.rows * across.columns;
}

/** Multiplies [H, W, N, C] along height and width: [H′, W′, N, C]. */
export function transformAxes(
  graph: GraphBuilder,
  x: Tensor,
  { down, across, transposed = false, channels }: AxisTransform & { readonly channels: number },
): Tensor {
  const [height, newHeight] = transposed ? [down.rows, down.columns] : [down.columns, down.rows];
  const [width, newWidth] = transposed ? [across.rows, across.columns] : [across.columns, across.rows];
  const sizes = [newHeight, newWidth, -1, channels];
  const like = (constant: Tensor): Tensor => asReal(graph, constant, graph.realOf(x));
  if (isSmall({ down, across })) {
    const both = like(constantOf(graph, bothAxes(down, across)));
    return reshape(graph, matMul(graph, [both, reshape(graph, x, [height * width, -1])], { a: transposed }), sizes);
  }
  const first = matMul(graph, [like(constantOf(graph, down)), reshape(graph, x, [height, -1])], { a: transposed });
  const rows = reshape(graph, first, [newHeight, width, -1]);
  return reshape(graph, batchMatMul(graph, [like(repeated(graph, across, newHeight)), rows], { a: transposed }), sizes);
}

const products = new WeakMap<Matrix, WeakMap<Matrix, Matrix>>();

/** `kronecker`, once for each pair. */
export function bothAxes(down: Matrix, across: Matrix): Matrix {
  const row = products.get(down) ?? new WeakMap<Matrix, Matrix>();
  products.set(down, row);
  const product = row.get(across) ?? kronecker(down, across);
  row.set(across, product);
  return product;
}

export function constantOf(graph: GraphBuilder, matrix: Matrix): Tensor {
  return graph.constant(copiesOf(matrix, 1), [matrix.rows, matrix.columns]);
}

/** The matrix once a row: a batch of products with one that is shared takes twice as long. */
function repeated(graph: GraphBuilder, matrix: Matrix, times: number): Tensor {
  return graph.constant(copiesOf(matrix, times), [times, matrix.rows, matrix.columns]);
}

/** A network has few different matrices, each of them in many layers. */
const known = new WeakMap<Matrix, Map<number, Float32Array>>();

function copiesOf(matrix: Matrix, times: number): Float32Array {
  const copies = known.get(matrix) ?? new Map<number, Float32Array>();
  known.set(matrix, copies);
  const { values } = matrix;
  const made = copies.get(times) ?? new Float32Array(times * values.length).map((_, at) => values[at % values.length] ?? 0); // prettier-ignore
  copies.set(times, made);
  return made;
}
