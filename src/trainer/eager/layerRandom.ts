import { seededRandom, type Random } from '../data/random';

/** Beyond the streams of first weights, shuffles and augmentation. */
const firstStream = 2 ** 48;

/** More layers than any network has; streams stay exact for 2³⁶ steps. */
const streamsPerStep = 2 ** 16;

/** When and where a layer draws. */
export interface LayerCallPlace {
  /** Steps made before. */
  readonly step: number;
  /** The layer's index in its network. */
  readonly layer: number;
}

/** What a layer draws from in training: it depends on the seed, the step and the layer's place alone, so that a resumed run goes on alike. */
export function layerRandom(seed: number, { step, layer }: LayerCallPlace): Random {
  return seededRandom(seed, firstStream + step * streamsPerStep + layer);
}
