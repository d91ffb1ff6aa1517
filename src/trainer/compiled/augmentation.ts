import { type } from './graph/attributes';
import type { GraphBuilder, SignatureTensor, Tensor } from './graph/graphBuilder';
import { gatherAt, reshapeOf, scalarInt } from './graph/operations';

/** The fed draws, one an image: see the trainer's `Augmentation`. */
export type Draws = Readonly<Record<'top' | 'left' | 'flip', SignatureTensor>>;

/** Which window of the padded image each image becomes, and whether it is flipped. */
export interface Augmentation {
  readonly draws: Draws;
  readonly padding: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

const T = { T: type('int32') };

/** torchvision's RandomCrop with zeros around the image, then its RandomHorizontalFlip, as one gathering of pixels [N, H, W, C]. */
export function augmented(graph: GraphBuilder, pixels: Tensor, augmentation: Augmentation): Tensor {
  const { padding, height, width, channels } = augmentation;
  const sides = Int32Array.of(0, 0, padding, padding, padding, padding, 0, 0);
  const padded = graph.node('Pad', {
    inputs: [pixels, graph.constant(sides, [4, 2])],
    attributes: { T: type('uint8'), Tpaddings: type('int32') },
  });
  const rows = reshapeOf(graph, padded, { sizes: [-1, channels], dtype: 'uint8' });
  const gathered = gatherAt(graph, rows, { places: pixelNumbers(graph, augmentation), dtype: 'uint8' });
  return reshapeOf(graph, gathered, { sizes: [-1, height, width, channels], dtype: 'uint8' });
}

/** For each pixel wanted, [N, H, W], its number among the pixels of all padded images. */
function pixelNumbers(graph: GraphBuilder, { draws, padding, height, width }: Augmentation): Tensor {
  const [rows, columns] = [height + 2 * padding, width + 2 * padding];
  const perImage = (tensor: Tensor): Tensor => reshapeOf(graph, tensor, { sizes: [-1, 1, 1], dtype: 'int32' });
  const times = (a: Tensor, b: Tensor): Tensor => graph.node('Mul', { inputs: [a, b], attributes: T });
  const plus = (a: Tensor, b: Tensor): Tensor => graph.node('AddV2', { inputs: [a, b], attributes: T });
  const top = times(perImage(draws.top.tensor), scalarInt(graph, columns));
  const corner = plus(plus(times(imageNumbers(graph, draws.top.tensor), scalarInt(graph, rows * columns)), top), perImage(draws.left.tensor)); // prettier-ignore
  const indices = Array.from({ length: width }, (_, column) => column);
  const mirror = graph.constant(Int32Array.from(indices, (column) => width - 1 - 2 * column), [1, 1, width]); // prettier-ignore
  const flipped = plus(graph.constant(Int32Array.from(indices), [1, 1, width]), times(perImage(draws.flip.tensor), mirror)); // prettier-ignore
  const down = graph.constant(
    Int32Array.from({ length: height }, (_, row) => row * columns),
    [1, height, 1],
  );
  return plus(plus(corner, down), flipped);
}

/** 0, 1, … of the batch, [N, 1, 1]. */
function imageNumbers(graph: GraphBuilder, like: Tensor): Tensor {
  const count = graph.node('Size', { inputs: [like], attributes: { T: type('int32'), out_type: type('int32') } });
  const inputs = [scalarInt(graph, 0), count, scalarInt(graph, 1)];
  const range = graph.node('Range', { inputs, attributes: { Tidx: type('int32') } });
  return reshapeOf(graph, range, { sizes: [-1, 1, 1], dtype: 'int32' });
}
