import { elements, type Shape } from '../../model/layer';
import { type } from './graph/attributes';
import type { GraphBuilder, Signature, Tensor } from './graph/graphBuilder';
import { assignVariable, done, gatherAt, readVariable, reshapeOf, transposeOf } from './graph/operations';

/** Bytes in a word of the data set's memory. */
const wordBytes = Float32Array.BYTES_PER_ELEMENT;

/** A data set in the graph's memory, from which batches are gathered. */
export interface KeptImages {
  /** [N, H, W, C], bytes: the images at the fed `places`. */
  readonly pixels: Tensor;
  readonly places: SignaturePlaces;
  /** Fills the memory. */
  readonly keep: Signature;
}

type SignaturePlaces = Signature['inputs'][string];

/** Words of an image whose bytes are stored as planes, C × H × W. */
export function wordsOf(input: Shape): number {
  const bytes = elements(input);
  if (bytes % wordBytes !== 0) throw new RangeError(`Images of ${bytes} bytes can't be kept as whole words.`);
  return bytes / wordBytes;
}

/**
 * Memory for `count` images as they are stored. Four bytes are kept as one float, which nothing but copies touches: on a GPU
 * TensorFlow has gathering for floats and none for bytes.
 */
export function keptImages(graph: GraphBuilder, input: Shape, count: number): KeptImages {
  const [channels = 0, height = 0, width = 0] = input;
  const shape = [count, wordsOf(input)];
  const handle = graph.variable('images', shape);
  const places = graph.placeholder('places', 'int32', [-1]);
  const words = gatherAt(graph, readVariable(graph, handle, { name: 'kept_images' }), places);
  const bytes = graph.node('Bitcast', { inputs: [words], attributes: { T: type('float'), type: type('uint8') } });
  const planes = reshapeOf(graph, bytes, { sizes: [-1, channels, height, width], dtype: 'uint8' });
  const fed = graph.placeholder('all_images', 'float', shape);
  return {
    pixels: transposeOf(graph, planes, { permutation: [0, 2, 3, 1], dtype: 'uint8' }),
    places: { tensor: places, dtype: 'int32', shape: [-1] },
    keep: {
      inputs: { words: { tensor: fed, dtype: 'float', shape } },
      outputs: done(graph, [assignVariable(graph, [handle, fed])], 'keep'),
    },
  };
}
