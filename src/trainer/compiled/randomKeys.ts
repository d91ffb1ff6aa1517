import { isKind, type Architecture, type Layer } from '../../model/layer';
import { type } from './graph/attributes';
import type { GraphBuilder, SignatureTensor, Tensor } from './graph/graphBuilder';
import { int32s } from './graph/operations';

/** What layers that drop values draw from: a pair of int32 for each of them, which is fed with each step. */
export interface RandomKeys {
  /** Nothing for a network without such layers. */
  readonly fed: Readonly<Record<string, SignatureTensor>>;
  keyOf(layer: Layer): Tensor;
}

/** The layers that draw in training, in the network's order. */
export function randomLayers({ layers }: Architecture): readonly Layer[] {
  return layers.filter((layer) => isKind(layer, 'dropout') || isKind(layer, 'stochasticDepth'));
}

export function randomKeys(graph: GraphBuilder, architecture: Architecture): RandomKeys {
  const names = randomLayers(architecture).map(({ name }) => name);
  if (names.length === 0) return { fed: {}, keyOf: noKey };
  const shape = [2 * names.length];
  const keys = graph.placeholder('keys', 'int32', shape);
  return {
    fed: { keys: { tensor: keys, dtype: 'int32', shape } },
    keyOf: ({ name }) => {
      const place = names.indexOf(name);
      if (place < 0) return noKey({ name });
      const inputs = [keys, int32s(graph, [2 * place]), int32s(graph, [2])];
      return graph.node('Slice', { inputs, attributes: { T: type('int32'), Index: type('int32') } });
    },
  };
}

function noKey({ name }: Pick<Layer, 'name'>): never {
  throw new RangeError(`${name} draws nothing.`);
}

/**
 * What is fed for so many layers in a step: no two layers and no two steps draw from the same key, and a resumed run from those that
 * it would have had. TensorFlow scrambles keys that are near each other.
 */
export function keysOf(layers: number, { seed, step }: { readonly seed: number; readonly step: number }): Int32Array {
  return Int32Array.from({ length: 2 * layers }, (_, index) =>
    index % 2 === 0 ? seed : step * layers + (index - 1) / 2,
  );
}
