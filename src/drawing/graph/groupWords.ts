import type { LayerFacts } from '../../model/analyze';
import type { Kind, Layer } from '../../model/layer';
import { layerWords } from './layerText';

const telling: readonly Kind[] = ['conv2d', 'maxPool2d', 'avgPool2d', 'adaptiveAvgPool2d', 'linear'];

/** The layers that a reader would name first: normalisation and activations go without saying; of many, how many of a kind. */
export function groupWords(layers: readonly LayerFacts[]): string {
  const named = layers.filter(({ layer }) => telling.includes(layer.kind)).map(({ layer }) => layer);
  if (named.length <= 3) return named.map((layer) => layerWords(layer)).join(' · ');
  const kinds = [...new Set(named.map(({ kind }) => kind))];
  return kinds.map((kind) => countedWords(named.filter((layer) => layer.kind === kind))).join(' · ');
}

function countedWords(layers: readonly Layer[]): string {
  const [first, second] = layers;
  if (first === undefined) return '';
  return second === undefined ? layerWords(first) : `${layers.length} ${plurals[first.kind] ?? first.kind}`;
}

const plurals: Partial<Record<Kind, string>> = {
  conv2d: 'convolutions',
  maxPool2d: 'max-pools',
  avgPool2d: 'average pools',
  adaptiveAvgPool2d: 'average pools',
  linear: 'linear layers',
};
