import type { Shape } from '../../model/layer';
import type { InputOptions } from '../data/preparedImages';
import { pixelTables, type Normalisation } from '../data/normalisation';
import { type } from './graph/attributes';
import type { GraphBuilder, SignatureTensor, Tensor } from './graph/graphBuilder';
import { cast, elementwise, gatherAt } from './graph/operations';
import { augmented, type Draws } from './augmentation';
import { keptImages, type KeptImages } from './keptImages';

/** What a batch brings into the graph. */
export interface NetworkInputs {
  /** [N, H, W, C], normalised. Feeding it by itself leaves out everything before it. */
  readonly images: SignatureTensor;
  /** [N, H, W, C], as stored; feeding it leaves out the data set that is kept. */
  readonly pixels: SignatureTensor;
  readonly kept: KeptImages | undefined;
  /** Images from pixels that are not augmented, for evaluation. */
  readonly plainImages: SignatureTensor;
  readonly augmentation: Readonly<Record<string, SignatureTensor>>;
  /** [N] */
  readonly labels: SignatureTensor;
}

/** How stored pixels become the network's input; without augmentation a graph has no place for its draws. */
export interface GraphInputOptions extends InputOptions {
  readonly augmented: boolean;
  /** How many images the graph has memory for; left out or 0: they come with each batch. */
  readonly keptImages?: number;
}

export function networkInputs(graph: GraphBuilder, input: Shape, options: GraphInputOptions): NetworkInputs {
  const [channels = 0, height = 0, width = 0] = input;
  const shape = [-1, height, width, channels];
  const { keptImages: count = 0 } = options;
  const kept = count === 0 ? undefined : keptImages(graph, input, count);
  const pixels = kept?.pixels ?? graph.placeholder('pixels', 'uint8', shape);
  const labels = graph.placeholder('labels', 'int32', [-1]);
  const draws = options.augmented ? drawsOf(graph) : undefined;
  const values = cast(graph, pixels, ['uint8', 'float']);
  const plain = normalised(graph, values, options.normalisation);
  const cut = { padding: options.cropPadding, height, width, channels };
  const images =
    draws === undefined ? plain : normalised(graph, augmented(graph, values, { draws, ...cut }), options.normalisation);
  return {
    images: { tensor: named(graph, images, 'images'), dtype: 'float', shape },
    pixels: { tensor: pixels, dtype: 'uint8', shape },
    kept,
    plainImages: { tensor: named(graph, plain, 'plain_images'), dtype: 'float', shape },
    augmentation: { ...draws },
    labels: { tensor: labels, dtype: 'int32', shape: [-1] },
  };
}

function drawsOf(graph: GraphBuilder): Draws {
  const draw = (name: string): SignatureTensor => ({
    tensor: graph.placeholder(name, 'int32', [-1]),
    dtype: 'int32',
    shape: [-1],
  });
  return { top: draw('top'), left: draw('left'), flip: draw('flip') };
}

/**
 * (v / 255 − mean) / std, rounded after each operation as PyTorch's ToTensor and Normalize do: taken from a table, since of a
 * division by a constant TensorFlow makes a multiplication by its reciprocal, which rounds otherwise.
 */
function normalised(graph: GraphBuilder, pixels: Tensor, normalisation: Normalisation): Tensor {
  const tables = pixelTables(normalisation);
  const starts = Float32Array.from(tables, (_, channel) => channel * tables[0].length);
  const places = elementwise(graph, 'AddV2', [pixels, graph.constant(starts, [starts.length])]);
  const values = Float32Array.from(tables.flatMap((table) => [...table]));
  return gatherAt(graph, graph.constant(values, [values.length]), cast(graph, places, ['float', 'int32']));
}

function named(graph: GraphBuilder, tensor: Tensor, name: string): Tensor {
  return graph.node('Identity', { inputs: [tensor], attributes: { T: type('float') }, name });
}
