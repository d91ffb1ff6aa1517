import type { GraphBuilder, SignatureTensor, Tensor } from './graph/graphBuilder';
import { cast, elementwise, gatherInEach, pad, reshape, scalar } from './graph/operations';

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

/**
 * torchvision's RandomCrop with zeros around the image, then its RandomHorizontalFlip, as one gathering of pixels [N, H, W, C].
 * Pixels and their numbers are floats, exact below 2²⁴: on a GPU TensorFlow gathers no bytes and adds no int32.
 */
export function augmented(graph: GraphBuilder, pixels: Tensor, augmentation: Augmentation): Tensor {
  const { padding, height, width, channels } = augmentation;
  const around = [padding, padding] as const;
  const padded = pad(graph, pixels, { sides: [[0, 0], around, around, [0, 0]] });
  const rows = reshape(graph, padded, [-1, (height + 2 * padding) * (width + 2 * padding), channels]);
  return gatherInEach(graph, rows, cast(graph, pixelNumbers(graph, augmentation), ['float', 'int32']));
}

/** For each pixel wanted, [N, H, W], its number in its padded image. */
function pixelNumbers(graph: GraphBuilder, { draws, padding, height, width }: Augmentation): Tensor {
  const columns = width + 2 * padding;
  const perImage = ({ tensor }: SignatureTensor): Tensor =>
    reshape(graph, cast(graph, tensor, ['int32', 'float']), [-1, 1, 1]);
  const times = (a: Tensor, b: Tensor): Tensor => elementwise(graph, 'Mul', [a, b]);
  const plus = (a: Tensor, b: Tensor): Tensor => elementwise(graph, 'AddV2', [a, b]);
  const corner = plus(times(perImage(draws.top), scalar(graph, columns)), perImage(draws.left));
  const across = Array.from({ length: width }, (_, column) => column);
  const mirror = graph.constant(Float32Array.from(across, (column) => width - 1 - 2 * column), [1, 1, width]); // prettier-ignore
  const flipped = plus(graph.constant(Float32Array.from(across), [1, 1, width]), times(perImage(draws.flip), mirror));
  const down = graph.constant(
    Float32Array.from({ length: height }, (_, row) => row * columns),
    [1, height, 1],
  );
  return plus(plus(corner, down), flipped);
}
